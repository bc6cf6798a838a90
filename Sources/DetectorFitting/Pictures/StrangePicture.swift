import AnomalyDetection
import Datasets

#if canImport(Glibc)
import Glibc
#else
import Foundation
#endif

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
    /// How often a set of normal pictures may hold one that is named.
    static let falseSets = 0.05

    /// Those whose scores stand out, the strangest first.
    ///
    /// A picture is scored by its worst place, and largest values have a longer tail than a normal distribution's: a Gumbel distribution's, which
    /// lies above `x` with a probability of about `e^−x`, with its median at 0.367 and 1.137 for 1.4826 times its median absolute deviation. Five
    /// deviations are passed by one normal picture in 430. So what may be named depends on how many there are: `n` pictures hold none that is named
    /// falsely in 19 of 20 sets, from `(ln 20·n − 0.367) / 1.137` deviations on (6.4 of 100, 8.4 of 1 000), and never from fewer than five.
    ///
    /// Source: Gumbel, "Statistics of Extremes", 1958.
    ///
    /// - Parameter logarithms: of the pictures' scores, in order.
    static func found(among pictures: NormalPictures, logarithms: [Double]) -> [StrangePicture] {
        precondition(
            pictures.count == logarithms.count,
            "StrangePicture.found: \(logarithms.count) scores of \(pictures.count) pictures")
        return OutlierSearch.standouts(logarithms: logarithms, least: leastDeviations(of: pictures.count)).map {
            StrangePicture(path: pictures.items[$0.place].path, deviations: $0.deviations)
        }
    }

    /// Deviations above the median from which on one of so many pictures may be named.
    static func leastDeviations(of count: Int) -> Double {
        let place = -log(-log1p(-falseSets / Double(max(1, count))))
        return max(OutlierSearch.leastDeviations, (place - 0.36651) / 1.13723)
    }
}
