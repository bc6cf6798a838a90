import Foundation

/// Linear warm-up, then half a cosine down to a floor (Loshchilov and Hutter 2017).
public struct LearningRateSchedule: Sendable, Hashable, Codable {
    /// The highest rate, reached at the end of the warm-up.
    public var peak: Double
    public var warmUpSteps: Int
    public var totalSteps: Int
    /// The rate at the end, as a share of the peak.
    public var floor: Double

    public init(peak: Double, warmUpSteps: Int, totalSteps: Int, floor: Double = 0) {
        self.peak = peak
        self.warmUpSteps = warmUpSteps
        self.totalSteps = totalSteps
        self.floor = floor
    }

    /// The rate of a step, counted from 0. The first step of a warm-up is not 0, and past the end the floor holds.
    public func rate(at step: Int) -> Double {
        if step < warmUpSteps { return peak * Double(step + 1) / Double(warmUpSteps) }
        let progress = min(1, Double(step - warmUpSteps) / Double(max(1, totalSteps - warmUpSteps)))
        return peak * (floor + (1 - floor) * (1 + cos(.pi * progress)) / 2)
    }
}
