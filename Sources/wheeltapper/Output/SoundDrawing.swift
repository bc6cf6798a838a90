import InspectionPipeline
import InspectionTypes
import Plotting
import Signals

/// Draws what a detector heard: the spectrogram, its difference from normal, and the deviations in both.
struct SoundDrawing: Sendable {
    /// `nil` where librsvg is missing: the drawing is an SVG then.
    private let rasterizer: SVGRasterizer?

    init() {
        do {
            rasterizer = try SVGRasterizer(scale: 1.5)
        } catch {
            rasterizer = nil
            Console.note("--overlay: drawings are written as SVG: \(error.message)")
        }
    }

    /// - Parameter target: the file for an ending; `nil` where nothing is wanted.
    func write(_ finding: Finding, _ evidence: SoundEvidence, to target: (_ ending: String) throws -> String?) throws {
        let chart = Self.chart(finding, evidence)
        if let rasterizer, let path = try target("png") {
            try AtomicFile.write(rasterizer.png(of: chart), to: path)
        } else if rasterizer == nil, let path = try target("svg") {
            try AtomicFile.write(Array(chart.svg().utf8), to: path)
        }
    }

    static func chart(_ finding: Finding, _ evidence: SoundEvidence) -> DeviationChart {
        let grid = evidence.spectrogram
        let decibels = grid.decibels
        // A recording that was repeated to fill a window ends where it ended.
        let shown = min(Double(grid.stretchCount), (evidence.duration / grid.secondsPerStretch).rounded(.up))
        let score = "score \(Numbers.fixed(finding.score, 2))"
        let threshold = finding.threshold.map { " (threshold \(Numbers.fixed($0, 2)))" } ?? ""
        return DeviationChart(
            title: "\(finding.file.split(separator: "/").last ?? ""): \(finding.label), \(score)\(threshold)",
            levels: (0..<Int(shown)).map {
                Array(decibels[$0 * grid.bandCount..<($0 + 1) * grid.bandCount])
            },
            normalLevels: evidence.normalLevels, subject: finding.machine?.name ?? "", duration: evidence.duration,
            bandFrequencies: grid.settings.bandCentres,
            marks: finding.deviations.map {
                SpectrogramChart.Mark(
                    start: $0.start, end: $0.end, lowFrequency: $0.lowFrequency, highFrequency: $0.highFrequency,
                    label: $0.words)
            })
    }
}
