import AnomalyDetection
public import Datasets

#if canImport(Glibc)
import Glibc
#else
import Foundation
#endif

/// Pictures among the normal ones that a fitted detector finds unlike all others, though it has learnt from them.
public enum PictureStrangers {
    /// The strangest first, each with how many robust deviations it stands out by.
    ///
    /// - Parameter scores: of the pictures that were learnt from, in order. Scores that are logarithms of odds, as a network's are, and those that
    ///   are distances are told apart by the method.
    public static func found(
        among items: [DataItem], scores: [Double], areLogarithms: Bool
    ) -> [(path: String, deviations: Double)] {
        precondition(items.count == scores.count, "PictureStrangers: \(scores.count) scores of \(items.count) pictures")
        // The search takes logarithms of its own.
        let middle = scores.reduce(0, +) / Double(max(1, scores.count))
        let positive = areLogarithms ? scores.map { exp($0 - middle) } : scores
        return OutlierSearch.standouts(positive).map { (items[$0.place].path, $0.deviations) }
    }
}
