import Foundation

/// Runs the built programs as a user does.
enum CommandLineRunner {
    /// The folder that holds this test bundle and the programs beside it.
    static let binaries: URL = {
        let own =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        // swift-testing runs inside a helper on some platforms: the bundle is then among the arguments.
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? own
        return URL(filePath: bundle).resolvingSymlinksInPath().deletingLastPathComponent()
    }()

    struct Outcome {
        var status: Int32
        var output: String
        var errors: String
    }

    @discardableResult
    static func run(
        _ arguments: [String], in folder: URL? = nil, input: String? = nil, environment: [String: String] = [:]
    ) throws -> Outcome {
        let process = try start(arguments, in: folder, environment: environment, input: input)
        return process.wait()
    }

    /// A program under way.
    final class Running {
        let process: Process
        private let output: URL
        private let errors: URL

        init(_ process: Process, output: URL, errors: URL) {
            self.process = process
            self.output = output
            self.errors = errors
        }

        func text() -> String { (try? String(contentsOf: output, encoding: .utf8)) ?? "" }

        func wait() -> Outcome {
            process.waitUntilExit()
            defer {
                try? FileManager.default.removeItem(at: output)
                try? FileManager.default.removeItem(at: errors)
            }
            let status =
                process.terminationReason == .uncaughtSignal
                ? 128 + process.terminationStatus : process.terminationStatus
            return Outcome(
                status: status, output: text(), errors: (try? String(contentsOf: errors, encoding: .utf8)) ?? ""
            )
        }
    }

    static func start(
        _ arguments: [String], in folder: URL? = nil, environment: [String: String] = [:], input: String? = nil,
        program: URL? = nil
    ) throws -> Running {
        let process = Process()
        process.executableURL = program ?? binaries.appending(path: "wheeltapper")
        process.arguments = arguments
        if let folder { process.currentDirectoryURL = folder }
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        let stem = FileManager.default.temporaryDirectory.appending(path: "run-\(UUID().uuidString)")
        let (output, errors, feed) = (
            stem.appendingPathExtension("out"), stem.appendingPathExtension("err"), stem.appendingPathExtension("in")
        )
        for file in [output, errors] { try Data().write(to: file) }
        try Data((input ?? "").utf8).write(to: feed)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        process.standardInput = try FileHandle(forReadingFrom: feed)
        try process.run()
        try? FileManager.default.removeItem(at: feed)
        return Running(process, output: output, errors: errors)
    }
}

/// A folder that goes away with the test.
final class Scratch: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "wheeltapper-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appending(path: name).path }
}
