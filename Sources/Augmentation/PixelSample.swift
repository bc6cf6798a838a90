public import InspectionTypes

/// A pixel of a picture.
public struct PixelPlace: Sendable, Hashable, Codable {
    public var column: Int32
    public var row: Int32

    public init(column: Int, row: Int) {
        self.column = Int32(column)
        self.row = Int32(row)
    }
}

/// Where in a picture certain pixels lie (a defect's, false alarms): their number, and a few of them that stand for all.
///
/// Of `n` pixels in the order of rows, `most` equal stretches give one pixel each, at a place in the stretch that differs from stretch to
/// stretch: a long crack is met along its whole length, in 8 bytes a pixel remembered.
public struct PixelSample: Sendable, Hashable, Codable {
    /// Pixels remembered of one picture.
    public static let most = 256

    /// In pixels.
    public let width: Int
    /// In pixels.
    public let height: Int
    /// All pixels of the kind.
    public let count: Int
    /// Some of them, `most` at the most.
    public let places: [PixelPlace]

    /// The defect's pixels.
    public init(_ mask: Mask) {
        self.init(width: mask.width, height: mask.height, values: mask.values) { $0 != 0 }
    }

    /// None, in a picture of this size.
    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
        count = 0
        places = []
    }

    /// The pixels that are `1` in `map` at `threshold` and not in `mask`: false alarms.
    ///
    /// - Parameter mask: of the map's size; `nil` where there is no defect.
    public init(falseAlarmsOf map: ProbabilityMap, threshold: Double, mask: Mask?) {
        var values = map.mask(threshold: threshold).values
        if let mask {
            precondition(
                mask.width == map.width && mask.height == map.height,
                "PixelSample: a mask of \(mask.width)×\(mask.height) for a map of \(map.width)×\(map.height)")
            for index in values.indices { values[index] &= 1 ^ mask.values[index] }
        }
        self.init(width: map.width, height: map.height, values: values) { $0 != 0 }
    }

    private init(width: Int, height: Int, values: [UInt8], where isMeant: (UInt8) -> Bool) {
        self.width = width
        self.height = height
        let count = values.reduce(0) { $0 + (isMeant($1) ? 1 : 0) }
        let kept = min(count, Self.most)
        var generator = SeededGenerator(seed: UInt64(count))
        // The rank of each pixel remembered, ascending.
        let ranks = (0..<kept).map { stretch in
            let (from, to) = (stretch * count / kept, (stretch + 1) * count / kept)
            return from + generator.nextIndex(through: to - from - 1)
        }
        var places: [PixelPlace] = []
        places.reserveCapacity(kept)
        var rank = 0
        for (index, value) in values.enumerated() where isMeant(value) {
            if places.count < kept, ranks[places.count] == rank {
                places.append(PixelPlace(column: index % width, row: index / width))
            }
            rank += 1
        }
        self.count = count
        self.places = places
    }
}
