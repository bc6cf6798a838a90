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

    @OptionGroup var live: LiveOptions

    @Flag(help: "Print every window, not only what changed; json always does.")
    var windows = false

    @Option(
        help: ArgumentHelp(
            "Detectors: the machine that is heard, as `wheeltapper model` names it. Without, it is recognised.",
            valueName: "name"))
    var machine: String?

    @OptionGroup(title: "Events") var events: EventOptions
    @OptionGroup(title: "Clips") var keeping: KeepOptions
    @OptionGroup(title: "Clips") var clips: ClipOptions
    @OptionGroup(title: "Sources") var capture: CaptureOptions
    @OptionGroup(title: "Inference") var inspection: InspectionOptions

    func run() throws {
        let file = try inspection.model(live.model)
        guard try file.card().medium == .sound else {
            throw ValidationError("\(live.model) looks at pictures; `wheeltapper watch` uses it.")
        }
        try inspection.check(file.card())
        let rules = try events.rules(of: file.card())
        let wanted = try live.entries(
            .sound, rules: rules, listed: { try $0.sound().order($1) },
            named: { try capture.settings(existing: live.existing).order($0) })
        let model = try inspector(file, isBatched: wanted.count > 1)
        _ = try machine.map { try checkedMachine($0, model) }
        let store = try keeping.store(clips)
        StopSignal.install()
        let doorbell = Doorbell()
        var feeds: [Listener.Source] = []
        do {
            for entry in wanted {
                let feed = try live.opening(entry.name) {
                    try SoundSources.open(
                        entry.order, name: entry.name, queueSeconds: capture.queue, wake: doorbell,
                        options: SourceOptions(waitsForDevice: live.wait))
                }
                feeds.append(.init(feed, machine: entry.machine ?? machine, rules: entry.rules))
            }
            let listener = try Listener(model, rules: rules, clips: store, sources: feeds, wake: doorbell)
            try live.run(listener, card: model.card, showsAll: windows, store: store)
        } catch {
            feeds.forEach { $0.feed.stop() }
            // What was begun is completed all the same.
            _ = store?.close(within: 0.7)
            throw error
        }
    }

    private func inspector(_ file: ModelFile, isBatched: Bool) throws -> LiveInspector {
        do {
            let model = try LiveInspector(
                file, engine: InferenceEngine(), precision: inspection.precision, threads: inspection.threads ?? 1,
                isBatched: isBatched, settings: InspectionSettings(channels: inspection.channels))
            model.inspector.notices.forEach { Console.note("\(live.model): \($0)") }
            return model
        } catch let error as PipelineError {
            Console.error("wheeltapper: \(live.model): \(error.message)")
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

    @Option(help: .hidden)
    var queue = 10.0

    func validate() throws {
        try settings(existing: false).check()
        guard queue > 0 else { throw ValidationError("--queue takes seconds above 0.") }
    }

    func settings(existing: Bool) -> CaptureSettings {
        CaptureSettings(rate: rate, channels: inputChannels, raw: raw, realTime: realTime, existing: existing)
    }
}
