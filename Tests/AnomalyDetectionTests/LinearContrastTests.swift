import AnomalyDetection
import Testing

@Suite struct LinearContrastTests {
    @Test func weightsAreThoseOfFishersDiscriminantWithAShrunkCovariance() throws {
        let golden = try Goldens.all.get().contrast
        let normal = Goldens.rows(golden.normal, golden.dimension)
        let others = Goldens.rows(golden.others, golden.dimension)
        let contrast = try LinearContrast(normal: normal, others: others)
        #expect(isClose(contrast.shrinkage, golden.shrinkage, within: 1e-5))
        for (weight, expected) in zip(contrast.weights, golden.weights) { #expect(abs(weight - expected) < 1e-4) }
        #expect(abs(contrast.offset - golden.offset) < 1e-4)
        // Halfway between the means lies 0.
        let scores = [normal, others].map { rows in
            (0..<rows.count).reduce(0) { $0 + contrast.score(rows[$1]) } / Double(rows.count)
        }
        #expect(scores[0] < 0 && abs(scores[0] + scores[1]) < 1e-5)
    }

    @Test func withoutOthersThereIsNoContrast() {
        let rows = Samples.embeddings(recordings: 3, dimension: 4)
        #expect(throws: AnomalyError.self) { try LinearContrast(normal: rows, others: Embeddings(dimension: 4)) }
        var flat = Embeddings(dimension: 4)
        flat.append([1, 1, 1, 1], recording: 0)
        #expect(throws: AnomalyError.self) { try LinearContrast(normal: flat, others: flat) }
    }
}
