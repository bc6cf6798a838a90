import InspectionTypes
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What was drawn for one picture.
///
/// Drawn apart from its application, so that a picture and its mask share it and its statistics can be looked at.
struct PictureChange: Sendable, Hashable {
    /// The picture's geometry: see ``PictureTransform/init(_:window:width:height:)``.
    struct Geometry: Sendable, Hashable {
        var flipsColumns = false
        var flipsRows = false
        /// 0…3, each 90° clockwise.
        var quarterTurns = 0
        /// Clockwise, in radians.
        var angle = 0.0
        /// Share of the source's width that fills the output, and of its height.
        var zoom = SIMD2<Double>(1, 1)
        /// What the middle is moved by, as a share of the source's width and height.
        var offset = SIMD2<Double>(0, 0)

        /// Whether pixels have to be interpolated.
        var isWarp: Bool { angle != 0 || zoom != SIMD2(1, 1) }
    }

    /// A rectangle, as shares of the width and height.
    struct Cover: Sendable, Hashable {
        var left: Float
        var top: Float
        var width: Float
        var height: Float
    }

    var geometry = Geometry()
    var cover: Cover?
    /// In pixels; 0 for none.
    var blurSigma: Float = 0
    /// Added, as a share of white.
    var brightness: Float = 0
    /// Factor around the picture's mean.
    var contrast: Float = 1
    /// Factor of each channel.
    var channelGain = SIMD3<Float>(1, 1, 1)
    /// Factor of the colours' distance from grey.
    var saturation: Float = 1
    /// In degrees.
    var hueDegrees: Float = 0
    /// As a share of white; 0 for none.
    var noiseSigma: Float = 0
    /// Where the noise's random numbers begin.
    var noiseSeed: UInt64 = 0
    /// `nil` for no compression.
    var jpegQuality: Int?

    init() {}

    /// Draws a change. The number of draws is the same whatever is switched on.
    ///
    /// - Parameter allowsQuarterTurns: whether the output can hold the source turned by 90° without bending it.
    init(_ settings: PictureAugmentation, allowsQuarterTurns: Bool, using generator: inout SeededGenerator) {
        geometry = Self.geometry(settings, allowsQuarterTurns: allowsQuarterTurns, using: &generator)
        drawTone(settings, using: &generator)
        drawCamera(settings, using: &generator)
        drawCover(settings, using: &generator)
    }

    private static func geometry(
        _ settings: PictureAugmentation, allowsQuarterTurns: Bool, using generator: inout SeededGenerator
    ) -> Geometry {
        var drawn = Geometry()
        drawn.flipsColumns = generator.nextChance(0.5) && settings.horizontalFlip
        drawn.flipsRows = generator.nextChance(0.5) && settings.verticalFlip
        let turns = Int(generator.next() >> 62)
        drawn.quarterTurns = settings.rightAngles ? (allowsQuarterTurns ? turns : turns & 2) : 0
        let isWarped = generator.nextChance(settings.warpProbability)
        let angle = Double(generator.nextSymmetric(settings.rotationDegrees)) * .pi / 180
        let area = Double(generator.next(in: settings.cropScale))
        let bend = exp(Double(generator.nextSymmetric(1)) * log(Double(max(settings.aspect, 1))))
        let place = SIMD2(Double(generator.nextSymmetric(1)), Double(generator.nextSymmetric(1)))
        let shift = SIMD2(
            Double(generator.nextSymmetric(settings.shift)), Double(generator.nextSymmetric(settings.shift)))
        guard isWarped else { return drawn }
        drawn.angle = angle
        if settings.cropScale != 1...1 || settings.aspect > 1 {
            drawn.zoom = SIMD2((area * bend).squareRoot(), (area / bend).squareRoot())
        }
        // A part that is kept may lie anywhere in the picture.
        let room = (SIMD2(1, 1) - drawn.zoom).clamped(lowerBound: .zero, upperBound: SIMD2(1, 1)) / 2
        drawn.offset = place * room + shift
        return drawn
    }

    private mutating func drawTone(_ settings: PictureAugmentation, using generator: inout SeededGenerator) {
        brightness = generator.nextSymmetric(settings.brightness)
        contrast = exp(generator.nextSymmetric(1) * log(1 + max(0, settings.contrast)))
        for channel in 0..<3 { channelGain[channel] = 1 + generator.nextSymmetric(settings.colour) }
        saturation = 1 + generator.nextSymmetric(settings.saturation)
        hueDegrees = generator.nextSymmetric(settings.hueDegrees)
    }

    private mutating func drawCamera(_ settings: PictureAugmentation, using generator: inout SeededGenerator) {
        let isBlurred = generator.nextChance(settings.blurProbability)
        let blur = Float(generator.nextUniform()) * settings.blurSigma
        if isBlurred { blurSigma = blur }
        let isNoisy = generator.nextChance(settings.noiseProbability)
        let noise = Float(generator.nextUniform()) * settings.noiseSigma
        if isNoisy { noiseSigma = noise }
        noiseSeed = generator.next()
        let isCompressed = generator.nextChance(settings.jpegProbability)
        let span = Double(settings.jpegQuality.upperBound - settings.jpegQuality.lowerBound + 1)
        let quality = settings.jpegQuality.lowerBound + Int(generator.nextUniform() * span)
        if isCompressed { jpegQuality = quality }
    }

    private mutating func drawCover(_ settings: PictureAugmentation, using generator: inout SeededGenerator) {
        let isCovered = generator.nextChance(settings.cutoutProbability)
        let sides = SIMD2(Float(generator.nextUniform()), Float(generator.nextUniform())) * settings.cutoutFraction
        let left = Float(generator.nextUniform()) * (1 - sides.x)
        let top = Float(generator.nextUniform()) * (1 - sides.y)
        if isCovered { cover = Cover(left: left, top: top, width: sides.x, height: sides.y) }
    }
}

extension SeededGenerator {
    /// Whether something of this probability happens.
    mutating func nextChance(_ probability: Float) -> Bool { Float(nextUniform()) < probability }

    /// A number of the range.
    mutating func next(in range: ClosedRange<Float>) -> Float {
        range.lowerBound + (range.upperBound - range.lowerBound) * Float(nextUniform())
    }
}
