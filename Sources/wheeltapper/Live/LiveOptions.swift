import ArgumentParser
import Capture
import InspectionTypes
import Stations
import TrainingTasks

/// What listening and watching are told alike.
struct LiveOptions: ParsableArguments {
    @Argument(help: "The model file: of sounds to listen, of pictures to watch.")
    var model: String

    @Option(
        help: ArgumentHelp(
            "A device's name or number, a file, a folder that grows, an address, or - for standard input. Several go side by side; without, the default microphone or the first camera.",
            valueName: "source"))
    var input: [String] = []

    @Option(help: ArgumentHelp("A YAML file of sources (docs/listening.md, docs/watching.md).", valueName: "file"))
    var sources: String?

    @Option(
        help: "table (a view that stays in its place, or lines where output is no terminal) or json (a line an event).")
    var format: ObjectFormat = .table

    @Option(name: .customLong("for"), help: ArgumentHelp("End after this time.", valueName: "time"))
    var duration: LengthOfTime?

    @Flag(help: "Of a folder, also take what is already there.")
    var existing = false

    @Flag(help: "Wait for a device that is not there yet.")
    var wait = false

    func validate() throws {
        guard sources == nil || input.isEmpty else {
            throw ValidationError("--sources and --input do not go together: name the input in the file.")
        }
        guard Set(input).count == input.count else { throw ValidationError("--input names one source twice.") }
    }

    /// What is to be heard or seen, by name.
    ///
    /// - Parameters:
    ///   - listed: what the settings in a file of sources ask for.
    ///   - named: what an input on the command line asks for.
    func entries<Order>(
        _ medium: ModelCard.Medium, rules: StationRules, listed: (SourceSettings, SourceInput) throws -> Order,
        named: (SourceInput) throws -> Order
    ) throws -> [SourcesFile<Order>.Entry] {
        if let sources {
            return try SourcesFile(sources, rules: rules, medium: medium, order: listed).entries
        }
        let inputs = (input.isEmpty ? ["default"] : input).map(SourceInput.init)
        let names = inputs.map { $0.usualName(medium) }
        return try zip(inputs, names).map { input, name in
            // Two folders of one name are told apart by their whole paths.
            SourcesFile.Entry(
                name: names.count { $0 == name } > 1 ? input.text : name, order: try named(input), machine: nil,
                rules: rules)
        }
    }

    /// Opens a source; an error names it where a file of sources asked for it.
    func opening<Feed>(_ name: String, _ open: () throws -> Feed) throws -> Feed {
        do {
            return try open()
        } catch let error as CaptureError {
            guard let sources else { throw error }
            throw CaptureError(error.code, "\(sources): source '\(name)': \(error.message)")
        }
    }

    /// Goes on until all sources have ended, the time is over, or Ctrl-C or SIGTERM asks for the end.
    ///
    /// - Parameter showsAll: whether every window or frame is told of in words.
    func run(_ station: any LiveStation, card: ModelCard, showsAll: Bool, store: ClipStore?) throws {
        let began = ContinuousClock.now
        let end = duration.map { began + .seconds($0.seconds) }
        let output = LiveOutput(
            format: format, showsAll: showsAll, card: card, model: model,
            isLive: station.reports.contains(where: \.isLive))
        output.begin(station.reports)
        try station.run(
            // What nobody can be told of is not worth hearing: whoever started it sees status 1.
            isStopping: {
                StopSignal.isRaised || Console.outputFailure != nil || end.map { ContinuousClock.now >= $0 } ?? false
            },
            report: output.report,
            tick: { reports in
                store?.takeNotices().forEach { output.note($0) }
                output.show(reports)
            })
        // What remains of the second that Ctrl-C has.
        let isWritten = store?.close(within: 0.7) ?? true
        store?.takeNotices().forEach { output.note($0) }
        output.end(station.reports, clips: store?.counters, seconds: (ContinuousClock.now - began).inSeconds)
        if !isWritten { Console.note("the disk is slow: what was being written may be missing") }
        let hasFailed = station.reports.allSatisfy {
            $0.windows == 0 && $0.counters.unreadable + $0.refusals + $0.undecodable > 0
        }
        if hasFailed { throw ExitStatus.failed }
    }
}
