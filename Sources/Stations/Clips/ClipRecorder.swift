import FoundationEssentials
import InspectionTypes

/// Keeps one source's last seconds, and hands the sound around its defects to the store. One owner.
struct ClipRecorder: DefectKeeper {
    /// Verdicts come after their sound: what a defect's clip begins with must still be there then.
    private let lead: Double
    private let store: ClipStore
    private let source: String
    private let model: String
    private var kept: [(firstFrame: Int64, sound: AudioSignal)] = []
    private var keptFrames = 0
    private var open: Open?
    var recording: String?

    /// A clip on its way.
    private struct Open {
        var handle: ClipStore.Handle
        var firstFrame: Int64
        /// The frame behind the last one that was handed over.
        var next: Int64
        /// Where it ends; `nil` while the defect goes on.
        var end: Int64?
        var time: Date?
        var defects: [DefectEvent]
        var rate: Double
    }

    /// - Parameter lead: how long after its first frame a defect may be reported, in seconds.
    init(store: ClipStore, source: String, model: String, lead: Double) {
        self.store = store
        self.source = source
        self.model = model
        self.lead = lead
    }

    /// Where the clip of the defect that goes on will stand.
    var path: String? { open?.handle.path }

    /// Takes the next stretch of sound.
    mutating func push(_ sound: AudioSignal, firstFrame: Int64) {
        if let last = kept.last, last.firstFrame + Int64(last.sound.frameCount) != firstFrame {
            breakOff("sound was lost")
        }
        kept.append((firstFrame, sound))
        keptFrames += sound.frameCount
        let wanted = Int((store.rules.before + lead) * sound.sampleRate)
        var surplus = 0
        while surplus < kept.count, keptFrames - kept[surplus].sound.frameCount >= wanted {
            keptFrames -= kept[surplus].sound.frameCount
            surplus += 1
        }
        kept.removeFirst(surplus)
        hand(sound, firstFrame)
    }

    /// A defect was reported.
    mutating func began(_ defect: DefectEvent, time: (_ position: Double) -> Date?) {
        if open != nil {
            open?.defects.append(defect)
            open?.end = nil
            return
        }
        guard let first = kept.first else { return }
        let rate = first.sound.sampleRate
        let wanted = Int64(((defect.start - store.rules.before) * rate).rounded(.down))
        let start = max(wanted, first.firstFrame)
        let time = time(Double(start) / rate)
        let handle = store.begin(
            stem: KeptName.stem(
                in: store.rules.folder, source: source, label: defect.label, time: time, recording: recording,
                position: Double(start) / rate), sampleRate: rate, channelCount: first.sound.channelCount)
        open = Open(handle: handle, firstFrame: start, next: start, end: nil, time: time, defects: [defect], rate: rate)
        for (firstFrame, sound) in kept { hand(sound, firstFrame) }
    }

    /// A defect is over.
    mutating func ended(_ defect: DefectEvent) {
        guard let clip = open else { return }
        if let place = clip.defects.lastIndex(where: { $0.number == defect.number }) { open?.defects[place] = defect }
        open?.end = max(clip.firstFrame, Int64(((defect.end + store.rules.after) * clip.rate).rounded(.up)))
        closeIfComplete()
    }

    /// No sound follows, or none that is continuous with what was.
    mutating func breakOff(_ reason: String?) {
        close(because: reason)
        kept = []
        keptFrames = 0
    }

    private mutating func hand(_ sound: AudioSignal, _ firstFrame: Int64) {
        guard let clip = open else { return }
        let longest = clip.firstFrame + Int64(store.rules.longest * clip.rate)
        let end = min(clip.end ?? .max, longest)
        let from = max(clip.next, firstFrame)
        let to = min(end, firstFrame + Int64(sound.frameCount))
        if from < to {
            let range = Int(from - firstFrame)..<Int(to - firstFrame)
            let part =
                range.count == sound.frameCount
                ? sound
                : AudioSignal(
                    channels: sound.channels.map { Array($0[range]) }, sampleRate: sound.sampleRate, unit: sound.unit)
            store.append(part, to: clip.handle)
            open?.next = to
        }
        closeIfComplete()
    }

    private mutating func closeIfComplete() {
        guard let clip = open else { return }
        if let end = clip.end, clip.next >= end { return close(because: nil) }
        // What is longer than allowed is complete as well; the defect's end goes into no record then.
        if clip.next >= clip.firstFrame + Int64(store.rules.longest * clip.rate) {
            close(because: "it has the longest time that is kept")
        }
    }

    private mutating func close(because reason: String?) {
        guard let clip = open else { return }
        open = nil
        let origin = Double(clip.firstFrame) / clip.rate
        store.finish(
            clip.handle,
            ClipRecord(
                source: source, recording: recording, model: model, time: clip.time.map { $0.formatted(.iso8601) },
                position: origin, seconds: Double(clip.next - clip.firstFrame) / clip.rate, sampleRate: clip.rate,
                defects: clip.defects.map {
                    ClipRecord.Defect(
                        label: $0.label, machine: $0.machine, start: $0.start - origin, end: $0.end - origin,
                        peakScore: $0.peakScore, threshold: $0.threshold, windows: $0.windows)
                },
                lostFrames: 0, brokenOff: reason))
    }
}
