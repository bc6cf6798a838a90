/// Where the network last raised false alarms, so that those places are shown to it more often.
///
/// After an epoch the trainer reports, for pictures it has looked at, how many pixels were called a defect and are none; a report replaces the
/// picture's last one. A picture's weight in drawing is `min(limit, 1 + strength · pixels / mean)`, the mean over pictures with false alarms
/// and at least ``floor``; without a report it is 1. The state is the reports alone: kept with a checkpoint, it resumes a training exactly.
public struct HardNegatives: Sendable, Hashable, Codable {
    /// What a picture's false alarms add to its weight, where they are as many as the average.
    public var strength = 2.0
    /// Largest weight.
    public var limit = 8.0
    /// Pixels below which an average of false alarms is not taken seriously.
    public var floor = 32.0
    /// Share of a picture's crops that are placed on its false alarms, where places are known.
    public var placedShare = 0.5
    private var counts: [Int] = []
    private var places: [[PixelPlace]] = []

    /// No reports.
    public init() {}

    /// Notes a picture's false alarms.
    ///
    /// - Parameters:
    ///   - falsePositives: pixels that were called a defect and are none.
    ///   - places: some of them, in the picture's pixels; empty where not known.
    public mutating func report(picture: Int, falsePositives: Int, places: [PixelPlace] = []) {
        precondition(picture >= 0, "HardNegatives: picture \(picture)")
        while counts.count <= picture {
            counts.append(0)
            self.places.append([])
        }
        counts[picture] = max(0, falsePositives)
        self.places[picture] = places
    }

    /// Notes a picture's false alarms.
    public mutating func report(picture: Int, _ alarms: PixelSample) {
        report(picture: picture, falsePositives: alarms.count, places: alarms.places)
    }

    /// Pixels reported for a picture.
    public func falsePositives(of picture: Int) -> Int { counts.indices.contains(picture) ? counts[picture] : 0 }

    /// Places reported for a picture.
    public func places(of picture: Int) -> [PixelPlace] { places.indices.contains(picture) ? places[picture] : [] }

    /// How much more often than without reports each of `pictures` is to be drawn.
    public func weights(of pictures: some Collection<Int>) -> [Double] {
        let alarmed = pictures.map(falsePositives).filter { $0 > 0 }
        let mean = max(floor, Double(alarmed.reduce(0, +)) / Double(max(alarmed.count, 1)))
        return pictures.map { min(limit, 1 + strength * Double(falsePositives(of: $0)) / mean) }
    }
}
