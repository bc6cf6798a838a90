import AnomalyDetection
import Datasets

/// A picture among the normal ones that looks unlike all others: an anomaly that was put among them, or a picture of something else.
public struct StrangePicture: Sendable, Hashable, Codable {
    /// As the data set names it.
    public var path: String
    /// How far it stands out, in robust standard deviations of the normal pictures' scores.
    public var deviations: Double

    public init(path: String, deviations: Double) {
        self.path = path
        self.deviations = deviations
    }
}

extension StrangePicture {
    /// Those whose scores stand out, the strangest first.
    ///
    /// - Parameter logarithms: of the pictures' scores, in order.
    static func found(among pictures: NormalPictures, logarithms: [Double]) -> [StrangePicture] {
        precondition(
            pictures.count == logarithms.count,
            "StrangePicture.found: \(logarithms.count) scores of \(pictures.count) pictures")
        return OutlierSearch.standouts(logarithms: logarithms).map {
            StrangePicture(path: pictures.items[$0.place].path, deviations: $0.deviations)
        }
    }
}
