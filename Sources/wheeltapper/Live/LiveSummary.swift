import Capture
import InspectionTypes
import Stations

/// What a session of listening or watching came to. Of sounds, frames are samples of all channels; of pictures, pictures.
struct LiveSummary: Encodable {
    struct Source: Encodable {
        var source: String
        var defects: Int
        var capturedFrames: Int64
        var disconnections: Int
        var reconnections: Int
        var recordings: Int
        var unreadable: Int
        /// What the model cannot judge.
        var refused: Int
        var unjudgedFrames: Int64

        // Of sounds.
        var windows: Int?
        var unusableWindows: Int?
        var lostFrames: Int64?
        var missedFrames: Int64?
        var deviceOverflows: Int?

        // Of pictures.
        var frames: Int?
        var unusableFrames: Int?
        var skippedFrames: Int64?
        /// Left out because fewer were asked for.
        var passedOverFrames: Int64?
        var damagedFrames: Int64?
    }

    struct Latency: Encodable {
        var p50: Double
        var p99: Double
        var largest: Double
    }

    var event = "summary"
    var seconds: Double
    var windows: Int?
    var frames: Int?
    var defects: Int
    var lostFrames: Int64?
    var skippedFrames: Int64?
    /// From the arrival of a window's last sound, or of a frame, to its verdict.
    var latencyMs: Latency?
    var clips: ClipCounters?
    /// Lines that nobody read in time.
    var unreadLines: Int?
    var sources: [Source]

    init(_ reports: [SourceReport], medium: ModelCard.Medium, clips: ClipCounters?, seconds: Double) {
        self.seconds = (seconds * 1000).rounded() / 1000
        self.clips = clips
        defects = reports.reduce(0) { $0 + $1.defects }
        sources = reports.map { Source($0, medium) }
        let (judged, lost) = (reports.reduce(0) { $0 + $1.windows }, reports.reduce(0) { $0 + $1.counters.lost })
        switch medium {
        case .sound: (windows, lostFrames) = (judged, lost)
        case .picture: (frames, skippedFrames) = (judged, lost)
        }
        var all = LatencyHistogram()
        for report in reports { all.add(report.latency) }
        if let median = all.percentile(0.5), let late = all.percentile(0.99) {
            func milliseconds(_ value: Double) -> Double { (value * 1e5).rounded() / 100 }
            latencyMs = Latency(
                p50: milliseconds(median), p99: milliseconds(late), largest: milliseconds(all.largest))
        }
    }

    var line: String { (try? JSONLine.encode(self)) ?? "{}" }

    /// For people.
    var sentence: String {
        var parts = windows.map(soundParts) ?? frames.map(pictureParts) ?? []
        if let latencyMs {
            parts.append(
                "a verdict \(Numbers.fixed(latencyMs.p50, 1)) ms after its \(windows == nil ? "frame" : "sound"), "
                    + "\(Numbers.fixed(latencyMs.p99, 1)) ms at p99")
        }
        if let clips, clips.kept + clips.failed > 0 {
            parts.append(
                "\(count(clips.kept, windows == nil ? "picture" : "clip")) kept"
                    + (clips.failed > 0 ? ", \(clips.failed) could not be" : ""))
        }
        if let unreadLines { parts.append("\(count(unreadLines, "line")) left out, as nobody read what was there") }
        return "\(Numbers.time(seconds)): " + parts.joined(separator: "; ")
    }

    private func soundParts(_ windows: Int) -> [String] {
        let (lost, overflows) = (sum(\.lostFrames), sum(\.deviceOverflows))
        let (unusable, unjudged) = (sum(\.unusableWindows), sources.reduce(0) { $0 + $1.unjudgedFrames })
        return [
            "\(count(defects, "defect")) in \(count(windows, "window"))",
            lost == 0 && overflows == 0
                ? "no sample lost" : "\(count(lost, "sample")) lost, \(count(overflows, "overflow")) of the device",
            unusable > 0 ? "\(count(unusable, "window")) without a verdict, for want of good sound" : nil,
            unjudged > 0 ? "\(count(Int(unjudged), "sample")) that waited not judged any more" : nil,
        ].compactMap { $0 }
    }

    private func pictureParts(_ frames: Int) -> [String] {
        let (unusable, damaged) = (sum(\.unusableFrames), sum(\.damagedFrames))
        let pace = seconds > 0 ? " (\(Numbers.fixed(Double(frames) / seconds, 1)) a second)" : ""
        return [
            "\(count(defects, "defect")) in \(count(frames, "frame"))\(pace)",
            "\(count(sum(\.skippedFrames), "frame")) skipped",
            damaged > 0 ? "\(count(damaged, "frame")) damaged" : nil,
            unusable > 0 ? "\(count(unusable, "frame")) without a verdict, for want of a good picture" : nil,
        ].compactMap { $0 }
    }

    private func sum(_ field: KeyPath<Source, (some BinaryInteger)?>) -> Int {
        sources.reduce(0) { $0 + Int($1[keyPath: field] ?? 0) }
    }

    private func count(_ number: Int, _ noun: String) -> String {
        "\(number == 0 ? "no" : "\(number)") \(noun)\(number == 1 ? "" : "s")"
    }
}

extension LiveSummary.Source {
    init(_ report: SourceReport, _ medium: ModelCard.Medium) {
        let counters = report.counters
        self.init(
            source: report.name, defects: report.defects, capturedFrames: counters.captured,
            disconnections: counters.disconnections, reconnections: counters.reconnections,
            recordings: counters.recordings, unreadable: counters.unreadable, refused: report.refusals,
            unjudgedFrames: report.unjudgedFrames)
        switch medium {
        case .sound:
            (windows, unusableWindows) = (report.windows, report.unusable)
            (lostFrames, missedFrames) = (counters.lost, counters.missed)
            deviceOverflows = counters.deviceOverflows
        case .picture:
            (frames, unusableFrames, skippedFrames) = (report.windows, report.unusable, counters.lost)
            (passedOverFrames, damagedFrames) = (counters.passedOver, counters.damaged + Int64(report.undecodable))
        }
    }
}
