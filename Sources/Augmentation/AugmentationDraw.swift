public import InspectionTypes

/// Where random numbers of an item come from: its seed, epoch and place in the epoch, whatever thread asks and when.
public enum AugmentationDraw {
    /// Generator of one item's own.
    public static func item(_ index: Int, epoch: Int, seed: UInt64) -> SeededGenerator {
        generator(index, epoch: epoch, seed: seed, purpose: 0)
    }

    /// Generator of what a batch's items share, such as who is mixed with whom.
    public static func batch(_ index: Int, epoch: Int, seed: UInt64) -> SeededGenerator {
        generator(index, epoch: epoch, seed: seed, purpose: 1)
    }

    private static func generator(_ index: Int, epoch: Int, seed: UInt64, purpose: UInt64) -> SeededGenerator {
        // 39 bits of index, 24 of epoch: no two share a stream.
        SeededGenerator(
            seed: seed, stream: purpose << 63 | UInt64(epoch & 0xFF_FFFF) << 39 | UInt64(index) & 0x7F_FFFF_FFFF)
    }
}

extension SeededGenerator {
    /// A number between `-limit` and `limit`.
    mutating func nextSymmetric(_ limit: Float) -> Float {
        limit * Float(2 * nextUniform() - 1)
    }

    /// A whole number of `0...most`.
    mutating func nextIndex(through most: Int) -> Int {
        most <= 0 ? 0 : Int.random(in: 0...most, using: &self)
    }
}
