import Capture
import InspectionTypes
import Stations

/// What a listening session came to.
struct ListenSummary: Encodable {
    struct Source: Encodable {
        var source: String
        var windows: Int
        var unusableWindows: Int
        var defects: Int
        var capturedFrames: Int64
        var lostFrames: Int64
        var missedFrames: Int64
        var deviceOverflows: Int
        var disconnections: Int
        var reconnections: Int
        var recordings: Int
        var unreadable: Int
        /// Sounds that the model cannot hear.
        var refused: Int
        var unjudgedFrames: Int64
    }

    struct Latency: Encodable {
        var p50: Double
        var p99: Double
        var largest: Double
    }

    var event = "summary"
    var seconds: Double
    var windows: Int
    var defects: Int
    var lostFrames: Int64
    /// From the arrival of a window's last sound to its verdict.
    var latencyMs: Latency?
    var clips: ClipCounters?
    var sources: [Source]

    init(_ reports: [SourceReport], clips: ClipCounters?, seconds: Double) {
        self.seconds = (seconds * 1000).rounded() / 1000
        self.clips = clips
        windows = reports.reduce(0) { $0 + $1.windows }
        defects = reports.reduce(0) { $0 + $1.defects }
        lostFrames = reports.reduce(0) { $0 + $1.counters.lost }
        var all = LatencyHistogram()
        for report in reports { all.add(report.latency) }
        if let median = all.percentile(0.5), let late = all.percentile(0.99) {
            func milliseconds(_ value: Double) -> Double { (value * 1e5).rounded() / 100 }
            latencyMs = Latency(
                p50: milliseconds(median), p99: milliseconds(late), largest: milliseconds(all.largest))
        }
        sources = reports.map {
            Source(
                source: $0.name, windows: $0.windows, unusableWindows: $0.unusable, defects: $0.defects,
                capturedFrames: $0.counters.captured, lostFrames: $0.counters.lost, missedFrames: $0.counters.missed,
                deviceOverflows: $0.counters.deviceOverflows, disconnections: $0.counters.disconnections,
                reconnections: $0.counters.reconnections, recordings: $0.counters.recordings,
                unreadable: $0.counters.unreadable, refused: $0.refusals, unjudgedFrames: $0.unjudgedFrames)
        }
    }

    var line: String { (try? JSONLine.encode(self)) ?? "{}" }

    /// For people.
    var sentence: String {
        let unusable = sources.reduce(0) { $0 + $1.unusableWindows }
        let overflows = sources.reduce(0) { $0 + $1.deviceOverflows }
        var parts = [
            "\(count(defects, "defect")) in \(count(windows, "window"))",
            lostFrames == 0 && overflows == 0
                ? "no sample lost"
                : "\(count(Int(lostFrames), "sample")) lost, \(count(overflows, "overflow")) of the device",
        ]
        if unusable > 0 { parts.append("\(count(unusable, "window")) without a verdict, for want of good sound") }
        let unjudged = sources.reduce(0) { $0 + $1.unjudgedFrames }
        if unjudged > 0 { parts.append("\(count(Int(unjudged), "sample")) that waited not judged any more") }
        if let latencyMs {
            parts.append(
                "a verdict \(Numbers.fixed(latencyMs.p50, 1)) ms after its sound, \(Numbers.fixed(latencyMs.p99, 1)) ms at p99"
            )
        }
        if let clips, clips.kept + clips.failed > 0 {
            parts.append(
                "\(count(clips.kept, "clip")) kept" + (clips.failed > 0 ? ", \(clips.failed) could not be" : ""))
        }
        return "\(Numbers.time(seconds)): " + parts.joined(separator: "; ")
    }

    private func count(_ number: Int, _ noun: String) -> String {
        "\(number == 0 ? "no" : "\(number)") \(noun)\(number == 1 ? "" : "s")"
    }
}
