/// How probable a defect is at every pixel, in steps of 1/255: a byte a pixel, so that a large photo's map stays small.
///
/// Thresholds on it are counted in the same steps, so a threshold chosen on maps means the same mask everywhere.
public struct ProbabilityMap: Sendable, Equatable {
    /// In pixels.
    public let width: Int
    /// In pixels.
    public let height: Int
    /// Row by row from the top: probability · 255, rounded.
    public var levels: [UInt8]

    public init(width: Int, height: Int, levels: [UInt8]) {
        precondition(width > 0 && height > 0, "ProbabilityMap: \(width)×\(height) pixels")
        precondition(
            levels.count == width * height, "ProbabilityMap: \(levels.count) levels for \(width)×\(height) pixels")
        self.width = width
        self.height = height
        self.levels = levels
    }

    /// The lowest level that a threshold lets pass, 1…256: a map without a defect stays without one at any threshold.
    public static func level(of threshold: Double) -> Int {
        max(1, min(256, Int((threshold * 255).rounded(.up))))
    }

    /// The pixels whose probability is at least `threshold`.
    public func mask(threshold: Double) -> Mask {
        let lowest = Self.level(of: threshold)
        return Mask(width: width, height: height, values: levels.map { Int($0) >= lowest ? 1 : 0 })
    }
}
