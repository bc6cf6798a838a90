import Capture
import InspectionPipeline
import InspectionTypes

/// A frame with what was found in it.
struct Shot: Sendable {
    var frame: Frame
    var finding: Finding
    var kind: ModelCard.Kind
    /// How strongly it speaks for a defect.
    var alarm: Double
    /// What the overlay is drawn from; `nil` where the model does not tell.
    var evidence: InspectionEvidence?

    /// The picture with what was found drawn over it; `nil` where there is nothing to draw.
    var overlay: Picture? {
        guard let evidence, evidence.map != nil || evidence.activation != nil else { return nil }
        return Overlay().draw(finding, evidence, of: kind)
    }

    /// What it takes of memory, about.
    var bytes: Int {
        frame.bytes.count + (evidence.map { $0.picture.pixels.count + ($0.map?.levels.count ?? 0) } ?? 0)
    }
}

/// What stands beside a frame that is kept, as JSON.
struct ShotRecord: Sendable, Equatable, Codable {
    struct Defect: Sendable, Equatable, Codable {
        var label: String
        /// In seconds of the source. Without an end, it was going on when this was written.
        var start: Double
        var end: Double?
        var peakScore: Double
        var threshold: Double?
        /// Frames that showed it.
        var frames: Int
    }

    var source: String
    /// The file it was seen in, where the source is a folder or a film.
    var recording: String?
    var model: String
    /// When the frame was taken, in ISO 8601.
    var time: String?
    /// Of the frame, in seconds of the source, and its number.
    var position: Double
    var frame: Int64
    var label: String
    var score: Double
    var threshold: Double?
    var regions: [Region]
    var defect: Defect
    /// What was drawn of it, beside it.
    var overlay: String?
}
