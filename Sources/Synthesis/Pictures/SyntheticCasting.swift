public import InspectionTypes

/// A made-up photo of a casting, sound or not.
public enum SyntheticCasting: String, Sendable, CaseIterable {
    case ok, blowHole, crack, shrinkage

    /// The class folder's name; it says whether all is well (`DefectWords`).
    public var className: String {
        switch self {
        case .ok: "ok"
        case .blowHole: "blow_hole_defect"
        case .crack: "crack"
        case .shrinkage: "shrinkage_defect"
        }
    }

    /// One part under a light of its own.
    ///
    /// The same casting, number, seed and size give the same pixels on a machine; between machines they differ by rounding at most.
    ///
    /// - Parameter size: of either side, in pixels.
    public func render(number: Int, seed: UInt64, size: Int = 160, colour: Picture.Colour = .grey) -> Picture {
        precondition(size >= 64, "SyntheticCasting: \(size) pixels")
        var draw = Draw(generator: SeededGenerator(seed: seed, stream: "casting \(rawValue) \(number)"))
        let shape = CastingShape(size: size, &draw)
        var plane = shape.render()
        ValueNoise.add(draw.number(0.01...0.03), cell: Double(size) / 5, octaves: 3, to: &plane, &draw)
        let defect = CastingDefect(shape: shape)
        defect.addHarmlessTraces(to: &plane, &draw)
        switch self {
        case .ok: break
        case .blowHole: defect.addBlowHoles(to: &plane, &draw)
        case .crack: defect.addCrack(to: &plane, &draw)
        case .shrinkage: defect.addShrinkage(to: &plane, &draw)
        }
        plane.soften(Float(draw.number(0.2...0.9)))
        var noise = draw.noise()
        plane.addNoise(Float(draw.number(0.006...0.02)), &noise)
        let exposure = Float(draw.number(0.88...1.08))
        let warmth = Float(draw.number(-0.03...0.03))
        return plane.picture(
            tint: colour == .grey ? [exposure] : [exposure * (1 + warmth), exposure, exposure * (1.01 - warmth)])
    }
}
