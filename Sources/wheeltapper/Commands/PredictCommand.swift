import ArgumentParser
import InspectionPipeline
import InspectionTypes
import Synchronization

struct PredictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Judge sounds or pictures: a line each, in the order in which they are named.",
        discussion: """
            Example: wheeltapper predict inspector.onnx *.wav --format json
            Pictures: wheeltapper predict cracks.onnx walls/*.jpg --mm-per-pixel 0.2 --overlay drawn
            Detectors: wheeltapper predict fans.onnx clip.wav --machine "fan id_02" --overlay drawn
            Many files: find . -name '*.flac' | wheeltapper predict inspector.onnx -
            A model that someone else trained: wheeltapper predict resnet.onnx part.jpg --card card.json
            A file that cannot be read is reported on standard error; the others go on, and the exit status is 1.
            """
    )

    @Argument(help: "The model file; any ONNX classifier or segmenter of pictures with a card beside it.")
    var model: String

    @Argument(
        help: ArgumentHelp(
            "Sound or picture files, or - to read their names from standard input, one a line.", valueName: "file"))
    var files: [String]

    @Option(help: "table, json (a line a file) or csv.")
    var format: OutputFormat = .table

    @Option(
        help: ArgumentHelp(
            "Detectors: the machine that these recordings are of, as `wheeltapper model` names it. Without, it is heard.",
            valueName: "name"))
    var machine: String?

    @OptionGroup var drawing: DrawingOptions
    @OptionGroup var inspection: InspectionOptions

    func run() throws {
        let inspector = try inspection.inspector(
            inspection.model(model), model, millimetresPerPixel: drawing.mmPerPixel, machine: machine)
        if machine != nil, inspector.card.kind != .detector {
            throw ValidationError(
                "--machine is for detectors; the model is a \(inspector.card.kind) of \(inspector.card.medium)s.")
        }
        try inspection.check(machine: machine, of: inspector)
        let drawings = try FindingDrawings(drawing, inspector: inspector, files: files)
        let writer = FindingWriter(format: format, card: inspector.card, hasMillimetres: drawing.mmPerPixel != nil)
        if let header = writer.header { Console.out(header) }
        let names = Mutex(NameSource(files))
        let failures = Mutex(0)
        let ordered = InOrder<(result: InspectionResult, drawn: Result<[FindingRecord.Drawing], any Error>)>(
            most: Self.mostWaiting)
        try inspector.inspect(workers: inspection.workers, wantsEvidence: drawings.wantsEvidence) {
            ordered.admit()
            guard let name = names.withLock({ $0.next() }) else { return nil }
            drawings.announce(name)
            return InspectionOrder(path: name)
        } digest: { result in
            let drawn = Result { try drawings.draw(&result) }
            // What waits for its turn holds no picture, also where drawing failed.
            (result.evidence, result.soundEvidence) = (nil, nil)
            return (result: result, drawn: drawn)
        } report: { outcome in
            ordered.put(outcome, at: outcome.result.index) { outcome in
                let failed = Self.show(outcome.result, outcome.drawn, by: writer)
                failures.withLock { $0 += failed }
            }
            return true
        }
        try drawings.finish()
        let failed = failures.withLock { $0 }
        guard failed == 0 else {
            Console.error("wheeltapper: \(failed) file\(failed == 1 ? "" : "s") could not be judged")
            throw ExitStatus.failed
        }
    }

    /// Verdicts that may wait for one before them.
    private static let mostWaiting = 1000

    /// - Returns: how much of it went wrong.
    private static func show(
        _ result: InspectionResult, _ drawn: Result<[FindingRecord.Drawing], any Error>, by writer: FindingWriter
    ) -> Int {
        result.warnings.forEach { Console.error("wheeltapper: \($0)") }
        var errors: [any Error] = []
        switch result.findings {
        case .success(let findings):
            let drawings = (try? drawn.get()) ?? []
            for (place, finding) in findings.enumerated() {
                Console.out(writer.line(finding, drawing: drawings.indices.contains(place) ? drawings[place] : nil))
            }
        case .failure(let error): errors.append(error)
        }
        if case .failure(let error) = drawn { errors.append(error) }
        errors.forEach { Console.error("wheeltapper: \($0)") }
        return errors.count
    }
}

/// Names from the arguments, and from standard input where `-` stands.
private struct NameSource {
    private var arguments: ArraySlice<String>
    /// Names of the line read last that are still to be given: `find -print0` sends all of them as one line.
    private var waiting: ArraySlice<String> = []
    private var readsInput = false

    init(_ files: [String]) { arguments = files[...] }

    mutating func next() -> String? {
        while true {
            if readsInput {
                if let name = waiting.popFirst() { return name }
                while let line = readLine() {
                    waiting = line.split(separator: "\0").map(String.init)[...]
                    if let name = waiting.popFirst() { return name }
                }
                readsInput = false
            }
            guard let name = arguments.popFirst() else { return nil }
            if name == "-" { readsInput = true } else { return name }
        }
    }
}
