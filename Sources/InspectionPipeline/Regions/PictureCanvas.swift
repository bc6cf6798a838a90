import InspectionTypes
import Signals

/// A picture in colour that is drawn upon.
struct PictureCanvas {
    private(set) var picture: Picture

    init(_ picture: Picture) {
        self.picture = picture.converted(to: .rgb)
    }

    /// Lays a colour over a pixel: `opacity · colour + (1 − opacity) · pixel`.
    @inline(__always)
    mutating func blend(_ colour: RGBColor, _ opacity: Double, x: Int, y: Int) {
        let base = 3 * (y * picture.width + x)
        let share = Int(opacity * 256)
        func mixed(_ below: UInt8, _ above: UInt8) -> UInt8 {
            UInt8((Int(below) * (256 - share) + Int(above) * share) / 256)
        }
        picture.pixels[base] = mixed(picture.pixels[base], colour.red)
        picture.pixels[base + 1] = mixed(picture.pixels[base + 1], colour.green)
        picture.pixels[base + 2] = mixed(picture.pixels[base + 2], colour.blue)
    }
}
