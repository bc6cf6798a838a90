import ArgumentParser
import FoundationEssentials
import Inference
import InspectionPipeline
import InspectionTypes
import NeuralNetworks

struct ModelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "Show a model file: its card, layers, parameters and multiply-adds.",
        discussion: """
            Example: wheeltapper model inspector.onnx
            A model that someone else trained: wheeltapper model resnet.onnx --card card.json
            """
    )

    @Argument(help: "The model file; any ONNX file will do.")
    var model: String

    @Option(help: "table or json.")
    var format: ObjectFormat = .table

    @Option(
        help: ArgumentHelp(
            "For a model that someone else trained: its card as JSON (docs/any-model.md); MODEL.json beside it by default.",
            valueName: "file"))
    var card: String?

    func run() throws {
        let (file, remark) = try ModelFile.readable(at: model, card: self.card)
        if let remark { Console.note("the card beside the model was passed over: \(remark)") }
        let summary = try GraphSummary(file.graph)
        let card = try file.metadata[ModelCard.metadataKey].map { _ in try file.card() }
        let golden = try file.goldenSet()
        switch format {
        case .json:
            Console.out(
                try JSONLine.encode(
                    Record(
                        model: model, producer: file.producer, opset: file.graph.opset, card: card,
                        goldenInputs: golden?.inputs.count ?? 0, parameters: summary.parameters,
                        multiplyAdds: summary.multiplyAdds, layers: summary.layers
                    ),
                    pretty: true
                )
            )
        case .table:
            if let card {
                Console.out(CardTable.text(card, golden: golden, selfTest: Self.selfTest(file)))
            } else {
                Console.out("This file carries no card: it was not made by wheeltapper (producer: \(file.producer)).")
            }
            Console.out("\n" + summary.table)
        }
    }

    /// What the self-test says on this machine; `nil` for a file without golden inputs.
    private static func selfTest(_ file: ModelFile) -> String? {
        do {
            guard let outcome = try Inspector(file, engine: InferenceEngine()).parity else { return nil }
            return "passed: \(outcome.description)"
        } catch {
            return "\(error)"
        }
    }

    private struct Record: Encodable {
        var model: String
        var producer: String
        var opset: Int
        var card: ModelCard?
        var goldenInputs: Int
        var parameters: Int
        var multiplyAdds: Int
        var layers: [GraphSummary.Layer]
    }
}

/// A card for people.
enum CardTable {
    static func text(_ card: ModelCard, golden: GoldenSet?, selfTest: String?) -> String {
        var rows: [[String]] = []
        func add(_ name: String, _ value: String?) {
            if let value, !value.isEmpty { rows.append([name, value]) }
        }
        add("model", "\(card.name) \(card.version), a \(card.kind.rawValue) of \(card.medium.rawValue)s")
        add("made", card.created.formatted(.iso8601) + (card.command.map { " by: \($0)" } ?? ""))
        add("purpose", card.purpose)
        add("asset", card.asset)
        add("sensor", card.sensor)
        add("contact", card.contact)
        add("origin", card.origin)
        add("classes", classes(card))
        if card.labelling == .independent { add("labels", "independent: several may hold at a time, or none") }
        // A detector's machines have thresholds of their own.
        for (name, threshold) in card.thresholds.sorted(by: { $0.key < $1.key })
        where card.detector == nil || name != "score" {
            add("threshold", "\(name) \(threshold.value): \(threshold.derivation)")
        }
        if let detector = card.detector { rows += DetectorRows.rows(detector, medium: card.medium) }
        if let frontEnd = card.soundFrontEnd {
            let mel = frontEnd.logMel
            add(
                "front end",
                "\(Numbers.fixed(mel.sampleRate, 0)) Hz, \(mel.bandCount) \(mel.scale.rawValue) mel bands of \(Numbers.fixed(mel.lowestFrequency, 0))–\(Numbers.fixed(mel.highestFrequency, 0)) Hz, "
                    + "FFT \(mel.fftLength), window \(mel.windowLength), hop \(mel.hopLength)"
            )
            add(
                "window",
                "\(Numbers.fixed(frontEnd.windowSeconds, 3)) s every \(Numbers.fixed(frontEnd.hopSeconds, 3)) s; channels: \(frontEnd.channels?.description ?? "one or two averaged")"
            )
        }
        if let frontEnd = card.pictureFrontEnd { pictureRows(frontEnd, add) }
        if let data = card.trainingData {
            add("trained on", "\(data.items) items in \(data.groups) groups of \(data.name)")
            add("data digest", data.digest)
            data.caveats.forEach { add("caveat", $0) }
        }
        for name in [
            "group_accuracy", "accuracy", "balanced_accuracy", "f1_macro", "auc", "pauc", "mean_auc", "mean_pauc",
            "worst_auc",
            "precision", "recall", "f1", "iou", "f1_2px", "clean_negatives",
        ] {
            guard let figure = card.validation[name] else { continue }
            let interval = figure.low.flatMap { low in
                figure.high.map { " (95 % interval \(Numbers.fixed(low, 3))–\(Numbers.fixed($0, 3)))" }
            }
            add(name, Numbers.fixed(figure.value, 4) + (interval ?? "") + ", on data not trained on")
        }
        add("seed", card.seed.map(String.init))
        add(
            "self-test",
            golden.map { "\($0.inputs.count) golden inputs (\($0.origin.rawValue)); \(selfTest ?? "not run")" }
                ?? "no golden inputs: it cannot test itself"
        )
        return TextTable(header: [], rows: rows).text
    }

    /// Longer lists are cut short; `--format json` has them whole.
    private static let mostClasses = 40

    private static func classes(_ card: ModelCard) -> String {
        let names = card.classes.map { card.normalClasses.contains($0) ? "\($0) (normal)" : $0 }
        guard names.count > mostClasses else { return names.joined(separator: ", ") }
        return
            "\(names.count): \(names.prefix(8).joined(separator: " · ")) … \(names[names.count - 1]) (all of them with --format json)"
    }

    private static func pictureRows(_ frontEnd: PictureFrontEnd, _ add: (String, String?) -> Void) {
        let way =
            switch frontEnd.fit {
            case .stretch: "resized to it, each axis by itself"
            case .pad: "resized to fit inside, the rest grey"
            case .crop: "resized to \(Numbers.fixed(frontEnd.cropMargin, 3)) times its shorter side, the middle taken"
            case .tile: "cut into tiles that share \(frontEnd.overlap) pixels, never resized"
            }
        add(
            "front end",
            "\(frontEnd.width) × \(frontEnd.height) pixels, \(frontEnd.colour.rawValue); pictures are \(way)")
        func list(_ values: [Float]) -> String { values.map { Numbers.fixed(Double($0), 3) }.joined(separator: ", ") }
        if !frontEnd.mean.isEmpty { add("mean", list(frontEnd.mean) + " of values 0…1") }
        if !frontEnd.deviation.isEmpty { add("deviation", list(frontEnd.deviation) + " of values 0…1") }
    }
}
