public import ArgumentParser
import Assessment
public import Datasets
public import Exploration
import Inference
import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import Reports

struct ExploreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explore",
        abstract: "Look at a data set through a model: a map to play with, likely label errors, copies.",
        discussion: """
            Example: wheeltapper explore sounds --backbone yamnet.onnx
            Every recording or picture becomes the numbers of the model's embedding; what is alike to the model lies together on the
            page's map. --backbone takes any model of ours, or another network with an embedding (pictures: any ONNX classifier).
            Written are explore.html (one file that works without a network), plots, embeddings.csv, neighbours.csv and metrics.json,
            in runs/DATA/explore/TIME/ or where --report says.
            """
    )

    @Argument(help: "Class folders, a table, or any other layout that train takes.")
    var data: String

    @Option(help: ArgumentHelp("The model whose embeddings are taken.", valueName: "file"))
    var backbone: String

    @Option(help: ArgumentHelp("Write there instead of runs/DATA/explore/TIME/.", valueName: "dir"))
    var report: String?

    @Option(help: "table or json.")
    var format: ObjectFormat = .table

    @Flag(help: "Sounds: a mark for each window instead of one for the recording.")
    var windows = false

    @Option(
        help: ArgumentHelp("Look at no more items than this: of a larger set, some of each class.", valueName: "count"))
    var items = 5000

    @Option(help: "How near is measured: cosine or euclidean.")
    var distance: EmbeddingDistance = .cosine

    @Option(help: ArgumentHelp("t-SNE: how many neighbours count.", valueName: "number"))
    var perplexity = 30.0

    @Option(help: "Of the map and of the choice of items.")
    var seed: UInt64 = 0

    @Option(
        help: ArgumentHelp(
            "A regular expression on names: what it takes belongs together and does not vouch for its labels.",
            valueName: "regex"))
    var groupBy: String?

    @Option(
        help: ArgumentHelp(
            "Pictures at part/condition: which of the folders is the label: part, condition or both.",
            valueName: "which"))
    var label: LabelBy?

    @Option(
        help: ArgumentHelp(
            "Sounds and small pictures that the page holds, in megabytes; beyond, it links to the files.",
            valueName: "MB"))
    var previews = 12.0

    @Option(help: ArgumentHelp("Channels to listen to: mean, each, or a number from 0.", valueName: "choice"))
    var channels: ChannelChoice?

    @Option(
        help: ArgumentHelp(
            "For a model that someone else trained: its card as JSON (docs/any-model.md).", valueName: "file"))
    var card: String?

    @Option(help: "Threads that work side by side; as many as processors by default.")
    var threads: Int?

    func validate() throws {
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("--threads takes a number from 1 to 1024.")
        }
        guard items >= 2 else { throw ValidationError("--items takes a number from 2 on.") }
        guard perplexity >= 2, perplexity <= 1000 else {
            throw ValidationError("--perplexity takes a number from 2 to 1000.")
        }
        guard previews >= 0, previews <= 500 else { throw ValidationError("--previews takes 0 to 500 megabytes.") }
    }

    func run() throws {
        let began = ContinuousClock.now
        let embedder = try ExplorationBackbone(path: backbone, card: card, channels: channels, workers: workers)
            .embedder()
        if windows, embedder.medium == .picture {
            throw ValidationError("--windows is for sounds; the model looks at pictures.")
        }
        if channels != nil, embedder.medium == .picture {
            throw ValidationError("--channels is for sounds; the model looks at pictures.")
        }
        let dataset = try ExplorationData(path: data, groupBy: groupBy, labelBy: label, medium: embedder.medium).scan()
        let all = dataset.items + dataset.unlabelled
        let chosen = ItemSample.of(all, count: items, seed: seed)
        var caveats = dataset.warnings
        dataset.warnings.forEach { Console.note($0) }
        if chosen.count < all.count {
            caveats.append(
                "\(chosen.count) of \(all.count) items are looked at, chosen by the seed \(seed) (--items takes more).")
        }
        let embedded = try read(chosen, of: dataset, through: embedder)
        caveats += embedded.failures.map { "\($0.path) could not be read: \($0.message)" }
        let exploration = try explore(embedded, medium: embedder.medium)
        let page = try write(exploration, embedded, dataset, embedder, caveats, began)
        try show(page.document, exploration)
        if !embedded.failures.isEmpty { throw ExitStatus.failed }
    }

    private var workers: Int { threads ?? WorkerThreads.processorCount }

    private func read(_ chosen: [DataItem], of dataset: Dataset, through embedder: Embedder) throws -> EmbeddedItems {
        let bar = ProgressLine(embedder.medium == .sound ? "listening" : "looking")
        defer { bar.end() }
        let embedded = try EmbeddedItems(
            chosen, of: dataset, through: embedder, perWindow: windows, workers: workers
        ) {
            bar.update($0, of: $1)
            return true
        }
        bar.end()
        embedded.failures.forEach { Console.error("wheeltapper: \($0.message)") }
        return embedded
    }

    private func explore(_ embedded: EmbeddedItems, medium: ModelCard.Medium) throws -> DataExploration {
        let noun = medium == .picture ? "picture" : windows ? "window" : "recording"
        let bar = ProgressLine("drawing the map")
        defer { bar.end() }
        return try DataExploration(
            embedded.items, EmbeddingTable(embedded.rows),
            options: .init(
                distance: distance, map: .init(perplexity: perplexity, seed: seed), noun: noun)
        ) {
            bar.update($0, of: $1)
            return true
        }
    }

    private func write(
        _ exploration: DataExploration, _ embedded: EmbeddedItems, _ dataset: Dataset, _ embedder: Embedder,
        _ caveats: [String], _ began: ContinuousClock.Instant
    ) throws -> ExplorationReport {
        // Nothing is left behind by one that is stopped before.
        let run = try report.map { RunDirectory(path: $0) } ?? RunDirectory.create(data: data, kind: "explore")
        var page = ExplorationReport(exploration, model: backbone, data: data, medium: embedder.medium)
        let bar = ProgressLine("small pictures and sounds")
        page.previews = PreviewBook(
            medium: embedder.medium, logMel: embedder.logMel, budget: Int(previews * 1e6), folder: run.path
        ).previews(
            of: exploration, sources: embedded.sources, in: dataset,
            windowSeconds: windows ? embedder.windowSeconds : nil, workers: workers
        ) { bar.update($0, of: $1) }
        bar.end()
        page.embeddings = embedded.rows
        page.caveats = caveats
        page.commands = [CommandLine.arguments.joined(separator: " ")]
        let elapsed = began.duration(to: .now).components
        page.facts = [
            Report.Fact("Layout of the data", dataset.layout.rawValue),
            Report.Fact("Time", Numbers.time(Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18)),
        ]
        let written = try page.write(to: run.path)
        if report == nil { try run.publishAsLatest() }
        written.notes.forEach { Console.note($0) }
        Console.note("page: \(written.page)")
        return page
    }

    private func show(_ document: ExplorationDocument, _ exploration: DataExploration) throws {
        switch format {
        case .json: Console.out(try JSONLine.encode(document, pretty: true))
        case .table: Console.out(ExplorationText(exploration).text)
        }
    }
}

extension EmbeddingDistance: ExpressibleByArgument {}
