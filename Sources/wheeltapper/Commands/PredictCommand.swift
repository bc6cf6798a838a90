import ArgumentParser
import InspectionPipeline
import InspectionTypes
import Synchronization

struct PredictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Judge files: a line each, as they are ready.",
        discussion: """
            Example: wheeltapper predict inspector.onnx *.wav --format json
            Many files: find . -name '*.flac' | wheeltapper predict inspector.onnx -
            A file that cannot be read is reported on standard error; the others go on, and the exit status is 1.
            """
    )

    @Argument(help: "The model file.")
    var model: String

    @Argument(
        help: ArgumentHelp("Sound files, or - to read their names from standard input, one a line.", valueName: "file"))
    var files: [String]

    @Option(help: "table, json (a line a file) or csv.")
    var format: OutputFormat = .table

    @OptionGroup var inspection: InspectionOptions

    func run() throws {
        let inspector = try inspection.inspector(model)
        let writer = FindingWriter(format: format, card: inspector.card)
        if let header = writer.header { Console.out(header) }
        let names = Mutex(NameSource(files))
        let failures = Mutex(0)
        try inspector.inspect(workers: inspection.workers) {
            names.withLock { $0.next() }.map { InspectionOrder(path: $0) }
        } report: { result in
            result.warnings.forEach { Console.error("wheeltapper: \($0)") }
            switch result.findings {
            case .success(let findings):
                for finding in findings { Console.out(writer.line(finding)) }
            case .failure(let error):
                Console.error("wheeltapper: \(error)")
                failures.withLock { $0 += 1 }
            }
            return true
        }
        let failed = failures.withLock { $0 }
        guard failed == 0 else {
            Console.error("wheeltapper: \(failed) file\(failed == 1 ? "" : "s") could not be judged")
            throw ExitStatus.failed
        }
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
