import ArgumentParser
import Capture
import Inference
import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import Stations
import TrainingTasks

struct WatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Judge live pictures: cameras, streams, folders, films.",
        discussion: """
            The first camera: wheeltapper watch casting.onnx
            A Raspberry Pi's: rpicam-vid -t 0 --codec mjpeg -o - | wheeltapper watch casting.onnx --input -
            A network camera: wheeltapper watch casting.onnx --input rtsp://camera.local/stream --keep seen
            A folder that grows: wheeltapper watch casting.onnx --input parts --existing --format json
            Cameras and films go through ffmpeg. Of live sources the newest frame is judged, and what is skipped is counted.
            Ctrl-C ends it in order: what is kept is complete.
            """
    )

    @OptionGroup var live: LiveOptions

    @Flag(help: "Print every frame, not only what changed; json always does.")
    var frames = false

    @OptionGroup(title: "Events") var events: EventOptions
    @OptionGroup(title: "Pictures") var keeping: KeepOptions
    @OptionGroup(title: "Sources") var watching: WatchOptions
    @OptionGroup(title: "Inference") var inspection: InspectionOptions

    func run() throws {
        let file = try inspection.model(live.model)
        guard try file.card().medium == .picture else {
            throw ValidationError("\(live.model) listens to sounds; `wheeltapper listen` uses it.")
        }
        try inspection.check(file.card())
        var rules = try events.rules(of: file.card())
        // Frames are as far apart as judging is slow.
        rules.longestPause = max(30, 3 * watching.rate.interval)
        let wanted = try live.entries(
            .picture, rules: rules, listed: { try $0.pictures().order($1) },
            named: { try watching.settings(existing: live.existing).order($0) })
        let model = try inspector(file, wanted.map(\.order))
        let store = try keeping.store()
        StopSignal.install()
        let doorbell = Doorbell()
        var feeds: [Watcher.Source] = []
        do {
            for entry in wanted {
                let feed = try live.opening(entry.name) {
                    try FrameSources.open(
                        entry.order, name: entry.name, rate: watching.rate, wake: doorbell,
                        options: SourceOptions(waitsForDevice: live.wait))
                }
                feeds.append(.init(feed, rules: entry.rules))
            }
            let watcher = Watcher(
                model, rules: rules, quality: PictureRules(frozenSeconds: watching.frozen.seconds), clips: store,
                sources: feeds, wake: doorbell)
            try live.run(watcher, card: model.card, showsAll: frames, store: store)
        } catch {
            feeds.forEach { $0.feed.stop() }
            _ = store?.close(within: 0.7)
            throw error
        }
    }

    /// One camera's frame has all threads of the network; several sources, and files, share them.
    private func inspector(_ file: ModelFile, _ orders: [FrameSourceOrder]) throws -> LivePictureInspector {
        let canWait = orders.contains { order in
            switch order {
            case .folder, .file, .input(_, everyFrame: true, _): true
            case .camera, .stream, .input: false
            }
        }
        do {
            let model = try LivePictureInspector(
                file, engine: InferenceEngine(), precision: inspection.precision,
                workers: canWait ? inspection.workers : min(orders.count, inspection.workers),
                threads: inspection.workers,
                settings: InspectionSettings(
                    flips: inspection.flips, millimetresPerPixel: watching.mmPerPixel))
            model.inspector.notices.forEach { Console.note("\(live.model): \($0)") }
            return model
        } catch let error as PipelineError {
            Console.error("wheeltapper: \(live.model): \(error.message)")
            throw error.code == .parity ? ExitStatus.refused : ExitStatus.failed
        }
    }
}

/// How pictures are taken.
struct WatchOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Of live sources, judge one frame in this time.", valueName: "time"))
    var every = LengthOfTime(seconds: 0)

    @Option(
        help: ArgumentHelp("Frames a second asked of cameras, streams and films through ffmpeg.", valueName: "rate"))
    var fps = 10.0

    @Option(help: "What --input - reads, where its first bytes do not tell: mjpeg or h264.")
    var raw: FrameSourceOrder.Coding?

    @Flag(help: "Of --input -, judge every frame; its writer waits.")
    var everyFrame = false

    @Option(
        help: ArgumentHelp(
            "A live source that sends the very same picture for so long gives no verdict.", valueName: "time"))
    var frozen = LengthOfTime(seconds: 10)

    @Option(
        help: ArgumentHelp(
            "Segmenters and detectors: the side of a pixel in millimetres, for measures in mm.", valueName: "x"))
    var mmPerPixel: Double?

    func validate() throws {
        guard fps > 0, fps <= 1000 else { throw ValidationError("--fps takes a number above 0, such as 5.") }
        if let mmPerPixel, !(mmPerPixel > 0 && mmPerPixel <= 1e6) {
            throw ValidationError("--mm-per-pixel takes a number above 0, such as 0.2.")
        }
    }

    var rate: FrameRate { FrameRate(asked: fps, interval: every.seconds) }

    func settings(existing: Bool) -> WatchSettings {
        WatchSettings(coding: raw, everyFrame: everyFrame, existing: existing)
    }
}
