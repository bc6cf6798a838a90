import ArgumentParser

/// `wheeltapper doctor`: what is missing on this machine, and the mend.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Say what is missing on this machine, how to mend it, and which engines are in use.",
        discussion: "Status 1 when something that is needed is missing."
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, json
    }

    @Option(help: "table for people, json for programs.")
    var format: Format = .table

    func run() throws {
        let diagnosis = Doctor.examine()
        switch format {
        case .table: Console.out(diagnosis.text)
        case .json: Console.out(try JSONLine.encode(diagnosis, pretty: true))
        }
        if !diagnosis.isSound { throw ExitStatus.failed }
    }
}
