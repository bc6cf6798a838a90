import ArgumentParser
import Capture
import Inference
import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import Stations
import TrainingTasks

struct ListenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "listen",
        abstract: "Judge live sound: microphones, streams, growing folders, files, raw samples.",
        discussion: """
            The default microphone: wheeltapper listen fan.onnx
            One of several (wheeltapper devices): wheeltapper listen fan.onnx --input USB
            Keep what is heard around defects: wheeltapper listen fan.onnx --keep clips
            Another program's sound: arecord -f S16_LE -r 16000 -t raw | wheeltapper listen fan.onnx --input - --raw 16000
            Many at once: wheeltapper listen fan.onnx --sources sources.yaml --format json
            Ctrl-C ends it in order: what was heard is judged, clips are completed.
            """
    )

    @Argument(help: "The model file: a classifier or detector of sounds.")
    var model: String

    @Option(
        help: ArgumentHelp(
            "A microphone's name or number, a file, a folder that grows, an address, or - for raw samples. Several are heard side by side; the default microphone without.",
            valueName: "source"))
    var input: [String] = []

    @Option(help: ArgumentHelp("A YAML file of sources (docs/listening.md).", valueName: "file"))
    var sources: String?

    @Option(
        help: "table (a view that stays in its place, or lines where output is no terminal) or json (a line an event).")
    var format: ObjectFormat = .table

    @Flag(help: "Print every window, not only what changed; json always does.")
    var windows = false

    @Option(name: .customLong("for"), help: ArgumentHelp("End after this time.", valueName: "time"))
    var duration: LengthOfTime?

    @Option(
        help: ArgumentHelp(
            "Detectors: the machine that is heard, as `wheeltapper model` names it. Without, it is recognised.",
            valueName: "name"))
    var machine: String?

    @OptionGroup(title: "Events") var events: EventOptions
    @OptionGroup(title: "Clips") var clips: ClipOptions
    @OptionGroup(title: "Sources") var capture: CaptureOptions
    @OptionGroup(title: "Inference") var inspection: InspectionOptions

    func validate() throws {
        guard sources == nil || input.isEmpty else {
            throw ValidationError("--sources and --input do not go together: name the input in the file.")
        }
        guard Set(input).count == input.count else { throw ValidationError("--input names one source twice.") }
    }

    func run() throws {
        let file = try inspection.model(model)
        guard try file.card().medium == .sound else {
            throw ValidationError("\(model) looks at pictures; `wheeltapper watch` uses it.")
        }
        let rules = try events.rules(of: file.card())
        let wanted = try orders(rules)
        let live = try self.live(file, isBatched: wanted.count > 1)
        _ = try machine.map { try checkedMachine($0, live) }
        let store = try clips.store()
        StopSignal.install()
        let doorbell = Doorbell()
        var feeds: [Listener.Source] = []
        do {
            for entry in wanted {
                let feed = try SoundSources.open(
                    entry.order, name: entry.name, queueSeconds: capture.queue, wake: doorbell,
                    options: SourceOptions(waitsForDevice: capture.wait))
                feeds.append(.init(feed, machine: entry.machine ?? machine, rules: entry.rules))
            }
            let listener = try Listener(live, rules: rules, clips: store, sources: feeds, wake: doorbell)
            try listen(listener, live, store)
        } catch {
            feeds.forEach { $0.feed.stop() }
            // What was begun is completed all the same.
            _ = store?.close(within: 0.7)
            throw error
        }
    }

    private func orders(_ rules: StationRules) throws -> [SourcesFile.Entry] {
        if let sources { return try SourcesFile(sources, rules: rules).entries }
        let inputs = (input.isEmpty ? ["default"] : input).map(SourceInput.init)
        let names = inputs.map(\.usualName)
        return try zip(inputs, names).map { input, name in
            // Two folders of one name are told apart by their whole paths.
            SourcesFile.Entry(
                name: names.count { $0 == name } > 1 ? input.text : name, order: try capture.settings.order(input),
                machine: nil, rules: rules)
        }
    }

    private func live(_ file: ModelFile, isBatched: Bool) throws -> LiveInspector {
        do {
            let live = try LiveInspector(
                file, engine: InferenceEngine(), precision: inspection.precision, threads: inspection.threads ?? 1,
                isBatched: isBatched, settings: InspectionSettings(channels: inspection.channels))
            live.inspector.notices.forEach { Console.note("\(model): \($0)") }
            return live
        } catch let error as PipelineError {
            Console.error("wheeltapper: \(model): \(error.message)")
            throw error.code == .parity ? ExitStatus.refused : ExitStatus.failed
        }
    }

    private func checkedMachine(_ name: String, _ live: LiveInspector) throws -> String {
        do {
            return try live.inspector.knownMachine(name)
        } catch let error as PipelineError {
            throw ValidationError("--machine: \(error.message)")
        }
    }

    private func listen(_ listener: Listener, _ live: LiveInspector, _ store: ClipStore?) throws {
        let began = ContinuousClock.now
        let end = duration.map { began + .seconds($0.seconds) }
        let output = ListenOutput(format: format, showsWindows: windows, card: live.card, model: model)
        output.begin(listener.reports)
        try listener.run(
            isStopping: { StopSignal.isRaised || end.map { ContinuousClock.now >= $0 } ?? false },
            report: output.report,
            tick: { reports in
                store?.takeNotices().forEach { output.note($0) }
                output.show(reports)
            })
        // What remains of the second that Ctrl-C has.
        let isWritten = store?.close(within: 0.7) ?? true
        store?.takeNotices().forEach { output.note($0) }
        output.end(listener.reports, clips: store?.counters, seconds: (ContinuousClock.now - began).inSeconds)
        if !isWritten { Console.note("the disk is slow: clips that were being written may be missing") }
        let reports = listener.reports
        if reports.allSatisfy({ $0.windows == 0 && $0.counters.unreadable + $0.refusals > 0 }) {
            throw ExitStatus.failed
        }
    }
}

/// When windows make an event.
struct EventOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "So many defective windows out of so many in a row make a defect, such as 2/3. By default the detector's own rule, and 2/3 of classifiers.",
            valueName: "k/n"))
    var smooth: EventRule?

    @Option(help: ArgumentHelp("A defect shorter than this is not reported.", valueName: "time"))
    var minimum = LengthOfTime(seconds: 0)

    @Option(help: ArgumentHelp("A defect is over when there was none for so long.", valueName: "time"))
    var hold = LengthOfTime(seconds: 2)

    func rules(of card: ModelCard) -> StationRules {
        StationRules(
            rule: smooth ?? card.detector?.rule ?? EventRule(needed: 2, of: 3), minimumSeconds: minimum.seconds,
            holdSeconds: hold.seconds)
    }
}

/// What is kept of a defect.
struct ClipOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Keep the sound around each defect in this folder, with a record beside it.", valueName: "folder"))
    var keep: String?

    @Option(help: ArgumentHelp("Sound kept before a defect.", valueName: "time"))
    var keepBefore = LengthOfTime(seconds: 5)

    @Option(help: ArgumentHelp("Sound kept after it.", valueName: "time"))
    var keepAfter = LengthOfTime(seconds: 5)

    @Option(help: ArgumentHelp("The longest clip.", valueName: "time"))
    var keepLongest = LengthOfTime(seconds: 300)

    @Option(help: ArgumentHelp("When clips take more than this, the oldest go.", valueName: "size"))
    var keepLimit = AmountOfData(bytes: 2_000_000_000)

    func validate() throws {
        guard keepLongest.seconds > 0, keepBefore.seconds <= 120 else {
            throw ValidationError("--keep-longest is a time above 0, and --keep-before two minutes at most.")
        }
    }

    func store() throws -> ClipStore? {
        try keep.map {
            try ClipStore(
                ClipRules(
                    folder: $0, before: keepBefore.seconds, after: keepAfter.seconds, longest: keepLongest.seconds,
                    limit: keepLimit.bytes))
        }
    }
}

/// How sources are heard.
struct CaptureOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The microphone's rate in hertz; its own by default.", valueName: "hertz"))
    var rate: Double?

    @Option(help: ArgumentHelp("Channels to open of the microphone; its own by default.", valueName: "count"))
    var inputChannels: Int?

    @Option(
        help: ArgumentHelp(
            "What --input - reads: RATE[:CHANNELS[:CODING]], CODING one of s16le, s24le, s32le, f32le.",
            valueName: "format"))
    var raw: RawSoundFormat?

    @Flag(help: "Hear files at the speed of their sound, not as fast as they can be read.")
    var realTime = false

    @Flag(help: "Of a folder, also hear the recordings that are already there.")
    var existing = false

    @Flag(help: "Wait for a microphone that is not there yet.")
    var wait = false

    @Option(help: .hidden)
    var queue = 10.0

    func validate() throws {
        try settings.check()
        guard queue > 0 else { throw ValidationError("--queue takes seconds above 0.") }
    }

    var settings: CaptureSettings {
        CaptureSettings(rate: rate, channels: inputChannels, raw: raw, realTime: realTime, existing: existing)
    }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
