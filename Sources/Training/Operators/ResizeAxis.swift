/// How one axis is resized: where each place of the result lies in the input, by ONNX's formulas.
struct ResizeAxis: Equatable {
    /// ONNX's `coordinate_transformation_mode`.
    enum Coordinates: String {
        case asymmetric
        case halfPixel = "half_pixel"
        case halfPixelSymmetric = "half_pixel_symmetric"
        case pytorchHalfPixel = "pytorch_half_pixel"
        case alignCorners = "align_corners"
    }

    /// ONNX's `nearest_mode`.
    enum Rounding: String {
        case floor, ceil
        case preferFloor = "round_prefer_floor"
        case preferCeil = "round_prefer_ceil"
    }

    /// Two neighbours and the share of the upper one.
    struct Tap: Equatable {
        let lower: Int
        let upper: Int
        let upperShare: Double
    }

    let input: Int
    let output: Int
    /// Output by input.
    let scale: Double

    var isIdentity: Bool { input == output && scale == 1 }

    /// Where a place of the result lies in the input.
    func source(_ place: Int, _ coordinates: Coordinates) -> Double {
        let x = Double(place)
        switch coordinates {
        case .asymmetric: return x / scale
        case .halfPixel: return (x + 0.5) / scale - 0.5
        case .pytorchHalfPixel: return output > 1 ? (x + 0.5) / scale - 0.5 : 0
        case .alignCorners: return output > 1 ? x * Double(input - 1) / Double(output - 1) : 0
        case .halfPixelSymmetric:
            // The scale as asked for and the length that came of it differ by rounding; the rest is split over both ends.
            let adjustment = Double(output) / (Double(input) * scale)
            let offset = Double(input) / 2 * (1 - adjustment)
            return offset + (x + 0.5) / scale - 0.5
        }
    }

    /// The entry of the input at each place.
    func nearest(_ coordinates: Coordinates, _ rounding: Rounding) -> [Int] {
        (0..<output).map { place in
            let source = source(place, coordinates)
            let rounded =
                switch rounding {
                case .floor: source.rounded(.down)
                case .ceil: source.rounded(.up)
                case .preferFloor: (source - 0.5).rounded(.up)
                case .preferCeil: (source + 0.5).rounded(.down)
                }
            return min(max(Int(rounded), 0), input - 1)
        }
    }

    /// The neighbours of each place; beyond the ends the last entry counts.
    func linear(_ coordinates: Coordinates) -> [Tap] {
        (0..<output).map { place in
            let source = min(max(source(place, coordinates), 0), Double(input - 1))
            let lower = Int(source.rounded(.down))
            return Tap(lower: lower, upper: min(lower + 1, input - 1), upperShare: source - Double(lower))
        }
    }
}
