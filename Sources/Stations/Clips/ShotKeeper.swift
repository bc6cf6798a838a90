import Capture
import FoundationEssentials
import InspectionTypes
import Media

/// Keeps of each defect of one source the frame that shows it best. One owner.
///
/// A frame is written as soon as the defect is reported. Where one that shows it better comes, it takes the place of the first when
/// the defect is over; so there is always one, and never more than one waits in memory.
struct ShotKeeper: DefectKeeper {
    private let store: ClipStore
    private let source: String
    private let model: String
    var recording: String?
    /// The strongest frame of late, and the last one that was a defect.
    private var best: Shot?
    private var last: Shot?
    private var open: Open?

    private struct Open {
        var handle: ClipStore.Handle
        var written: Shot
        var defect: DefectEvent
    }

    init(store: ClipStore, source: String, model: String) {
        (self.store, self.source, self.model) = (store, source, model)
    }

    var path: String? { open?.handle.path }

    /// Takes a frame that is a defect.
    mutating func push(_ shot: Shot) {
        last = shot
        if best.map({ shot.alarm > $0.alarm || (open == nil && $0.frame.position < shot.frame.position - 60) }) ?? true
        {
            best = shot
        }
    }

    mutating func began(_ defect: DefectEvent, time: (_ position: Double) -> Date?) {
        if let best, best.frame.position < defect.start { self.best = last }
        guard open == nil, let shot = best else { return }
        let isPicture = shot.frame.file != nil
        let format = PictureFormat(opening: shot.frame.bytes) ?? .jpeg
        let stem = KeptName.stem(
            in: store.rules.folder, source: source, label: defect.label, time: shot.frame.time,
            recording: recording ?? "frame-\(shot.frame.number)",
            position: isPicture ? nil : shot.frame.position)
        let handle = store.reserve(stem: stem, ending: "." + format.extensions[0])
        open = Open(handle: handle, written: shot, defect: defect)
        store.keep(shot, at: handle, record(shot, defect, hasEnded: false), isLast: false)
    }

    mutating func ended(_ defect: DefectEvent) {
        guard let open else { return }
        let shot = best ?? open.written
        store.keep(shot, at: open.handle, record(shot, defect, hasEnded: true), isLast: true)
        (self.open, best, last) = (nil, nil, nil)
    }

    mutating func breakOff(_ reason: String?) {
        if let open { ended(open.defect) }
        (best, last) = (nil, nil)
    }

    private func record(_ shot: Shot, _ defect: DefectEvent, hasEnded: Bool) -> ShotRecord {
        ShotRecord(
            source: source, recording: recording, model: model,
            time: shot.frame.time.map { $0.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)) },
            position: shot.frame.position, frame: shot.frame.number, label: shot.finding.label,
            score: shot.finding.score, threshold: shot.finding.threshold, regions: shot.finding.regions,
            defect: .init(
                label: defect.label, start: defect.start, end: hasEnded ? defect.end : nil,
                peakScore: defect.peakScore, threshold: defect.threshold, frames: defect.windows))
    }
}
