import Evaluation
import Foundation
import InspectionTypes
import Testing

@Suite("A segmenter's evaluation")
struct SegmentationEvaluationTests {
    /// A row of 10 pixels: true where `truth` has a `#`, a probability of 0.8 where `found` has one.
    private func row(_ truth: String, _ found: String, regions: Int? = nil, name: String = "row") throws
        -> SegmentationCounts
    {
        let map = ProbabilityMap(width: 10, height: 1, levels: found.map { $0 == "#" ? 204 : 26 })
        let mask = Mask(width: 10, height: 1, values: truth.map { $0 == "#" ? 1 : 0 })
        return try SegmentationCounts(name: name, map: map, truth: mask, threshold: 0.5, regions: regions)
    }

    private func evaluation(_ rows: [SegmentationCounts], groups: [String] = []) throws -> SegmentationEvaluation {
        try SegmentationEvaluation(pictures: rows, groups: groups, threshold: 0.5, defectNoun: "crack")
    }

    struct Sentence: Sendable {
        var caught = 0
        var missed = 0
        var sound = 0
        var marked = 0
        var text: String
    }

    @Test(
        "says in a sentence in how many pictures defects were found, and how many were marked for nothing",
        arguments: [
            Sentence(
                caught: 52, missed: 1, sound: 22, marked: 1,
                text: "found cracks in 52 of 53 pictures that show them; 1 of 23 sound ones was marked"),
            Sentence(caught: 1, text: "found cracks in 1 of 1 picture that shows them"),
            Sentence(
                caught: 2, sound: 3,
                text: "found cracks in 2 of 2 pictures that show them; none of 3 sound ones was marked"),
            Sentence(sound: 1, text: "no picture shows cracks; the sound one was not marked"),
            Sentence(sound: 1, marked: 2, text: "no picture shows cracks; 2 of 3 sound ones were marked"),
        ])
    func headline(sentence: Sentence) throws {
        let rows =
            try (0..<sentence.caught).map { _ in try row("###.......", "###.......") }
            + (0..<sentence.missed).map { _ in try row("###.......", "......###.") }
            + (0..<sentence.sound).map { _ in try row("..........", "..........") }
            + (0..<sentence.marked).map { _ in try row("..........", "......###.") }
        #expect(try evaluation(rows).headline == sentence.text)
    }

    @Test(
        "speaks of several defects",
        arguments: [
            ("crack", "cracks"), ("scratch", "scratches"), ("Cross", "Crosses"), ("BOX", "BOXes"), ("hole", "holes"),
            ("anomaly", "anomalies"), ("bay", "bays"),
        ])
    func plurals(noun: String, plural: String) { #expect(Plural.of(noun) == plural) }

    @Test("counts regions, not single pixels, where they were handed in")
    func regions() throws {
        // Two pixels too few to be reported; a defect of which nothing was reported.
        let rows = [
            try row("..........", "##........", regions: 0), try row("####......", "##........", regions: 0),
            try row("..........", "####......", regions: 1),
        ]
        let evaluation = try evaluation(rows)
        #expect(evaluation.pictureCounts.marked == 1 && evaluation.pictureCounts.sound == 2)
        #expect(evaluation.pictureCounts.caught == 0)
        let clean = try #require(evaluation.metrics.cleanNegatives)
        #expect(clean.value == 0.5 && clean.low == ProportionInterval.wilson(1, of: 2).low)
    }

    @Test("has no share of clean negatives where every picture shows a defect")
    func noNegatives() throws {
        let metrics = try evaluation([try row("###.......", "###.......")]).metrics
        #expect(metrics.cleanNegatives == nil)
        #expect(metrics.scalars["clean_negatives"] == nil && metrics.scalars.count == 6)
    }

    @Test("draws its intervals over groups, not pictures")
    func intervals() throws {
        let rows = try (0..<40).map { try row("#####.....", $0.isMultiple(of: 2) ? "#####....." : "##........") }
        let alone = try evaluation(rows).metrics.recall
        let grouped = try evaluation(rows, groups: (0..<40).map { "wall \($0 % 4)" }).metrics.recall
        #expect(alone.value == grouped.value && abs(alone.value - 0.7) < 1e-12)
        let (narrow, wide) = (
            try #require(alone.high) - #require(alone.low), try #require(grouped.high) - #require(grouped.low)
        )
        // Each wall is either always right or always wrong: four things were seen, not forty.
        #expect(wide > 2 * narrow)
        #expect(try evaluation([rows[0]]).metrics.recall.low == nil)
    }

    @Test("gives the exact one-sided bound where every mask is right")
    func perfect() throws {
        let metrics = try evaluation((0..<10).map { _ in try row("###.......", "###.......") }).metrics
        #expect(metrics.f1.value == 1 && metrics.f1.high == 1)
        #expect(abs(try #require(metrics.f1.low) - pow(0.025, 0.1)) < 1e-12)
    }

    @Test("lists what was marked or missed altogether first, then from the lowest F1 up, and no picture that is right")
    func worst() throws {
        let rows = [
            try row("###.......", "###.......", name: "right"), try row("####......", "##........", name: "half"),
            try row("..........", "........#.", name: "alarm"), try row("####......", "###.......", name: "nearly"),
            try row("..........", "..........", name: "clean"),
        ]
        let evaluation = try evaluation(rows)
        #expect(evaluation.worstPictures.map(\.name) == ["alarm", "half", "nearly"])
        #expect(evaluation.pictures[2].f1 == nil)
        #expect(evaluation.pictures[1].f1 == 2.0 / 3)
    }

    @Test("encodes the agreed JSON and reads it back as a segmenter's")
    func json() throws {
        let evaluation = try evaluation([try row("###.......", "##........"), try row("##........", "##........")])
        let document = EvaluationDocument(model: "m", data: "d", evaluation: evaluation, itemsPerSecond: 3)
        let data = try JSONEncoder().encode(document)
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(Set(object.keys) == ["model", "data", "items", "groups", "metrics", "items_per_second"])
        let metrics = try #require(object["metrics"] as? [String: Any])
        #expect(
            Set(metrics.keys) == ["precision", "recall", "f1", "iou", "mean_iou", "f1_2px", "clean_negatives"])
        #expect(metrics["clean_negatives"] is NSNull)
        let read = try JSONDecoder().decode(EvaluationDocument.self, from: data)
        #expect(read == document && read.metrics.segmenter != nil && read.metrics.classifier == nil)
    }

    @Test("refuses nothing, lengths that differ, and counts of another threshold")
    func refusals() throws {
        let one = try row("###.......", "###.......")
        func code(_ body: () throws(EvaluationError) -> SegmentationEvaluation) -> EvaluationError.Code? {
            do throws(EvaluationError) {
                _ = try body()
                return nil
            } catch {
                return error.code
            }
        }
        #expect(
            code { () throws(EvaluationError) in try SegmentationEvaluation(pictures: [], threshold: 0.5) } == .empty)
        #expect(
            code { () throws(EvaluationError) in
                try SegmentationEvaluation(pictures: [one], groups: ["a", "b"], threshold: 0.5)
            } == .shape)
        #expect(
            code { () throws(EvaluationError) in try SegmentationEvaluation(pictures: [one], threshold: 0.7) }
                == .shape)
    }

    @Test("names the picture whose mask has another size")
    func sizes() {
        #expect(throws: EvaluationError.self) {
            try SegmentationCounts(
                name: "wall.jpg", map: ProbabilityMap(width: 2, height: 1, levels: [0, 0]),
                truth: Mask(width: 1, height: 2))
        }
    }
}
