import Foundation
import Testing

@Suite struct ComparisonCommandTests {
    /// Walls of which half are cracked, and two segmenters: the second reports no region of less than half a picture.
    private func walls() throws -> Scratch {
        let scratch = try Scratch()
        try BrightnessModel.writeSegmenter(scratch, area: 6000)
        for ending in ["onnx", "json"] {
            try FileManager.default.moveItem(
                atPath: scratch.path("cracks." + ending), toPath: scratch.path("coarse." + ending))
        }
        try BrightnessModel.writeSegmenter(scratch)
        for index in 0..<4 {
            let bars = index < 2 ? [(10 + index, 10, 60, 9)] : []
            try BrightnessModel.writeBars(bars, to: scratch.path("walls/images/\(index).png"))
            try BrightnessModel.writeMask(bars, to: scratch.path("walls/masks/\(index).png"))
        }
        return scratch
    }

    @Test func changedVerdictsAreNamedAndCounted() throws {
        let scratch = try walls()
        let outcome = try CommandLineRunner.run(["compare", "cracks.onnx", "coarse.onnx", "walls"], in: scratch.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.hasPrefix("no clear difference: F1 "), "\(outcome.output)")
        #expect(outcome.output.contains("; 0 verdicts fixed, 2 broken"))
        for picture in ["images/0.png", "images/1.png"] {
            #expect(outcome.output.contains(picture), "\(outcome.output)")
        }
        #expect(!outcome.output.contains("images/2.png"))
        // Nobody knows what models of others have learnt from.
        #expect(outcome.output.contains("! coarse.onnx does not say what it learnt from"))
    }

    @Test func jsonHoldsBothAndTheirDifferences() throws {
        let scratch = try walls()
        let outcome = try CommandLineRunner.run(
            ["compare", "coarse.onnx", "cracks.onnx", "walls", "--format", "json"], in: scratch.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
        #expect(object["models"] as? [String] == ["coarse.onnx", "cracks.onnx"])
        #expect(object["verdicts"] as? [String: Int] == ["fixed": 2, "broken": 0, "otherwise": 0, "same": 2])
        let metrics = try #require(object["metrics"] as? [String: [String: Any]])
        #expect(Set(metrics.keys) == ["f1", "iou", "mean_iou", "f1_2px", "precision", "recall"])
        #expect((metrics["f1"]?["difference"] as? [String: Any])?["value"] as? Double == 0)
        let changes = try #require(object["changes"] as? [[String: Any]])
        #expect(changes.map { $0["change"] as? String } == ["fixed", "fixed"])
    }

    @Test func onlyModelsOfOneKindAreCompared() throws {
        let scratch = try walls()
        try BrightnessModel.writeClassifier(scratch)
        let outcome = try CommandLineRunner.run(
            ["compare", "cracks.onnx", "brightness.onnx", "walls"], in: scratch.url)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("only models of one kind can be compared"), "\(outcome.errors)")
    }

    @Test func whatEitherHasLearntFromIsRefused() throws {
        let scratch = try TrainedModel.shared.get()
        let environment = ["XDG_CACHE_HOME": scratch.path("cache")]
        let refused = try CommandLineRunner.run(
            ["compare", "model.onnx", "model.onnx", "rail"], in: scratch.url, environment: environment)
        #expect(refused.status == 3)
        #expect(refused.errors.contains("wheeltapper: model.onnx: "), "\(refused.errors)")
        let judged = try CommandLineRunner.run(
            ["compare", "model.onnx", "model.onnx", "rail", "--split", "run/split.json"], in: scratch.url,
            environment: environment)
        #expect(judged.status == 0, "\(judged.errors)")
        #expect(judged.output.contains("; no verdict changed"), "\(judged.output)")
    }
}
