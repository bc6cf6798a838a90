/// How strongly each place of a picture spoke for a class, as a network gives it: coarse and of any scale.
public struct ActivationMap: Sendable, Equatable {
    /// In cells.
    public let width: Int
    /// In cells.
    public let height: Int
    /// Row by row from the top.
    public var values: [Float]
    /// The part of the picture that the map covers, in the picture's pixels; it may reach beyond the picture (a padded one). The whole picture without.
    public var area: Area?

    public struct Area: Sendable, Hashable {
        public var x: Double
        public var y: Double
        public var width: Double
        public var height: Double

        public init(x: Double, y: Double, width: Double, height: Double) {
            self.x = x
            self.y = y
            self.width = width
            self.height = height
        }
    }

    public init(width: Int, height: Int, values: [Float], area: Area? = nil) {
        precondition(width > 0 && height > 0, "ActivationMap: \(width)×\(height) cells")
        precondition(
            values.count == width * height, "ActivationMap: \(values.count) values for \(width)×\(height) cells")
        self.width = width
        self.height = height
        self.values = values
        self.area = area
    }

    /// Values from 0 (no evidence, or evidence against) to 1 (the map's highest); all 0 where nothing spoke for the class.
    ///
    /// Source: Zhou et al., "Learning deep features for discriminative localization", CVPR 2016.
    public var normalized: ActivationMap {
        let highest = values.reduce(0) { $1.isFinite ? max($0, $1) : $0 }
        var result = self
        result.values = values.map { highest > 0 && $0 > 0 ? min($0 / highest, 1) : 0 }
        return result
    }
}
