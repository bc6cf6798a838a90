import InspectionTypes
import Signals

/// Where in a picture a classifier saw what spoke for a class: the graph's class activation map (Zhou et al. 2016), cut off below 0
/// and brought to 0…255 by its largest value, so that it tells places apart and not pictures.
struct ActivationMap {
    private let levels: Picture

    /// - Parameter values: `[row, column]` of one class.
    init(_ values: UnsafeBufferPointer<Float>, width: Int, height: Int) {
        let largest = values.reduce(0) { $1.isFinite ? max($0, $1) : $0 }
        let scale = largest > 0 ? 255 / largest : 0
        levels = Picture(
            width: width, height: height, colour: .grey,
            pixels: values.map { $0.isFinite ? UInt8(max(0, min(255, ($0 * scale).rounded()))) : 0 })
    }

    /// The map at a picture's own size; 0 where the front end cut the picture off.
    func laid(over picture: Picture, frontEnd: PictureFrontEnd) -> ProbabilityMap {
        MapPlacement.lay(levels, over: picture, frontEnd: frontEnd)
    }
}
