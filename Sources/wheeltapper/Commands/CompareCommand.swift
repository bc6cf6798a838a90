import ArgumentParser
import Assessment
import Datasets
import Evaluation
import InspectionPipeline
import InspectionTypes

struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Hold two models against the same labelled data, and say what differs.",
        discussion: """
            Example: wheeltapper compare old.onnx new.onnx sounds --split runs/sounds/detector/latest/split.json
            Differences are second minus first, with paired 95 % intervals over groups: what is hard for both does not widen them.
            Neither model may have learnt from the data (status 3).
            """
    )

    @Argument(help: "The first model file.")
    var first: String

    @Argument(help: "The second model file, of the same kind.")
    var second: String

    @Argument(help: "Labelled data, as for evaluate.")
    var data: String

    @Option(help: "table or json.")
    var format: ObjectFormat = .table

    @OptionGroup var labelled: LabelledDataOptions
    @OptionGroup var inspection: InspectionOptions

    func run() throws {
        if inspection.card != nil {
            throw ValidationError("--card is for one model; compare takes the card beside each (MODEL.json).")
        }
        let models = try [first, second].map { path in
            let file = try inspection.model(path)
            return JudgedModel(path: path, file: file, inspector: try inspection.inspector(file, path))
        }
        let cards = models.map(\.inspector.card)
        guard cards[0].kind == cards[1].kind, cards[0].medium == cards[1].medium else {
            throw ValidationError(
                "\(first) is a \(cards[0].kind) of \(cards[0].medium)s, \(second) a \(cards[1].kind) of \(cards[1].medium)s: only models of one kind can be compared."
            )
        }
        let dataset = try labelled.dataset(data, for: cards[0])
        let judging = ComparisonJudging(models: models, workers: inspection.workers)
        let judged = try judging.judge(dataset, labelled.selection(data))
        try show(judged)
        if judged.hasFailures { throw ExitStatus.failed }
    }

    private func show(_ judged: ComparisonJudging.Judged) throws {
        let comparison = judged.comparison
        let document = ComparisonDocument(first: first, second: second, data: data, comparison: comparison)
        switch format {
        case .json: Console.out(try JSONLine.encode(document, pretty: true))
        case .table:
            Console.out(ComparisonText(comparison, first: first, second: second).text)
            judged.caveats.forEach { Console.out("! \($0)") }
        }
    }
}
