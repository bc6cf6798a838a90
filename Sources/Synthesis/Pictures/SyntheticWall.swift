public import InspectionTypes

/// A made-up photo of a wall, with a crack and its mask or without.
public enum SyntheticWall: String, Sendable, CaseIterable {
    case cracked, uncracked

    /// How the files' names begin; `noncrack` is what segmentation sets call their negatives.
    public var namePrefix: String { self == .cracked ? "crack" : "noncrack" }

    /// One wall and the mask of its crack, empty where there is none.
    ///
    /// The mask holds the pixels that the crack was drawn over by half or more. The same wall, number, seed and size give the same pixels on a
    /// machine; between machines they differ by rounding at most.
    ///
    /// - Parameter size: of either side, in pixels.
    public func render(
        number: Int, seed: UInt64, size: Int = 256, colour: Picture.Colour = .rgb
    ) -> (picture: Picture, mask: Mask) {
        precondition(size >= 64, "SyntheticWall: \(size) pixels")
        var draw = Draw(generator: SeededGenerator(seed: seed, stream: "wall \(rawValue) \(number)"))
        let surface = WallSurface(size: size)
        var plane = surface.render(&draw)
        surface.addDistractors(to: &plane, &draw)
        var mask = Mask(width: size, height: size)
        if self == .cracked {
            let crack = WallCrack(size: size, &draw)
            crack.add(to: &plane, &draw)
            mask = crack.mask
        }
        plane.soften(Float(draw.number(0.2...1)))
        var noise = draw.noise()
        plane.addNoise(Float(draw.number(0.008...0.03)), &noise)
        let (warmth, green) = (Float(draw.number(-0.04...0.12)), Float(draw.number(-0.02...0.02)))
        return (plane.picture(tint: colour == .grey ? [1] : [1 + warmth, 1 + green, 1 - warmth]), mask)
    }
}
