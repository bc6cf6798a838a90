public import InspectionTypes

/// Defects painted on normal pictures, with their masks: what a network is trained on where nobody has defects to show.
///
/// | kind | after |
/// |---|---|
/// | irregular blobs: spots, holes, foreign content, roughness, dents, smears, other contrast | Zavrtanik et al. (DRAEM), ICCV 2021, and what goes wrong on real parts |
/// | patches cut from this or another normal picture and put down elsewhere | Li et al. (CutPaste), CVPR 2021 |
/// | scratches | |
///
/// No painted defect needs to look like a real one. What a network learns is what normal pictures never show, so variety counts and
/// realism hardly does; sizes reach from a few pixels to a third of the picture, changes from barely visible to glaring.
///
/// The mask is what can be seen: pixels that differ from the picture before by more than ``visibleStep`` in a channel.
public struct SyntheticDefects: Sendable, Hashable, Codable {
    /// Mean diameters of blobs, as shares of the picture's shorter side.
    public var blobDiameters: ClosedRange<Float> = 0.01...0.3
    /// How often a defect is a blob, a patch, a scratch.
    public var shares: Shares = Shares()
    /// How often a picture gets one, two, three … defects.
    public var counts: [Float] = [0.4, 0.3, 0.2, 0.1]
    /// Of 0…1: what a person would still see.
    public var visibleStep: Float = 0.05
    /// Pixels that a defect must change visibly; else another one is painted.
    public var leastPixels = 3

    public struct Shares: Sendable, Hashable, Codable {
        public var blob: Float
        public var patch: Float
        public var scratch: Float

        public init(blob: Float = 0.68, patch: Float = 0.14, scratch: Float = 0.18) {
            self.blob = blob
            self.patch = patch
            self.scratch = scratch
        }
    }

    public init() {}

    /// A picture with defects, and where they can be seen.
    ///
    /// - Parameters:
    ///   - other: another normal picture, of the same size and colour.
    ///   - generator: the same state gives the same defects.
    public func paint(
        _ picture: Picture, other: Picture, using generator: inout SeededGenerator
    ) -> (picture: Picture, mask: Mask) {
        var ground = DefectGround(picture, other: other)
        let total = counts.reduce(0, +)
        let count = 1 + generator.nextKind(of: counts.map { $0 / total })
        for _ in 0..<count { paintOne(on: &ground, using: &generator) }
        return ground.finished(least: visibleStep)
    }

    /// Tries until something can be seen: a defect may fall on what looks just like it.
    private func paintOne(on ground: inout DefectGround, using generator: inout SeededGenerator) {
        let kind = generator.nextKind(of: [shares.blob, shares.patch, shares.scratch])
        let before = ground.values
        let seen = ground.changedPixels(least: visibleStep)
        for _ in 0..<4 {
            ground.values = before
            switch kind {
            case 0:
                let what = BlobDefect.Kind.allCases[generator.nextKind(of: BlobDefect.Kind.shares)]
                BlobDefect(on: ground, lengths: blobDiameters, using: &generator)?
                    .paint(what, on: &ground, using: &generator)
            case 1: PatchDefect.paint(on: &ground, using: &generator)
            default: ScratchDefect.paint(on: &ground, using: &generator)
            }
            // Counted against the first of several as well, which it may cover.
            if ground.changedPixels(least: visibleStep) >= max(leastPixels, seen) { return }
        }
    }
}
