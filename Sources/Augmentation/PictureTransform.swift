#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// From a place in the output to the place in the source that is seen there: an affine map.
///
/// `source = (xx·x + xy·y + x0, yx·x + yy·y + y0)`, in pixels from the upper left corner; the pixel of column 0 has its middle at 0.5. Flip, turn,
/// rotation, zoom and shift make one such map, so that a picture is interpolated once at most, and its mask lies exactly on it.
struct PictureTransform: Sendable, Hashable {
    var xx: Double
    var xy: Double
    var yx: Double
    var yy: Double
    var x0: Double
    var y0: Double

    /// A part of a picture, in its pixels; it may reach outside.
    struct Window: Sendable, Hashable {
        var left: Double
        var top: Double
        var width: Double
        var height: Double
    }

    /// What shows `window` in an output of `width` × `height` pixels, changed by `geometry`.
    ///
    /// With `p` measured from the output's middle and the result from the window's: `source = Turn · Flip · Rotation · Zoom · Scale · p`:
    /// what is seen is turned first, then flipped, then rotated. A flip,
    /// a right angle and a shift of whole pixels stay a copy: without interpolation the offset is rounded to pixels.
    init(_ geometry: PictureChange.Geometry, window: Window, width: Int, height: Int) {
        let scale = SIMD2(window.width / Double(width), window.height / Double(height)) * geometry.zoom
        // Turning what is seen clockwise is looking it up counter-clockwise; rows count downwards.
        let (c, s) = (cos(geometry.angle), sin(geometry.angle))
        var rowX = SIMD2(c, s) * scale
        var rowY = SIMD2(-s, c) * scale
        if geometry.flipsColumns { rowX = -rowX }
        if geometry.flipsRows { rowY = -rowY }
        for _ in 0..<geometry.quarterTurns { (rowX, rowY) = (rowY, -rowX) }
        xx = rowX.x
        xy = rowX.y
        yx = rowY.x
        yy = rowY.y
        let middle = SIMD2(
            window.left + window.width * (0.5 + geometry.offset.x),
            window.top + window.height * (0.5 + geometry.offset.y))
        x0 = middle.x - (xx * Double(width) + xy * Double(height)) / 2
        y0 = middle.y - (yx * Double(width) + yy * Double(height)) / 2
        if hasUnitAxes {
            x0.round()
            y0.round()
        }
    }

    /// Whether output pixels are source pixels.
    var isCopy: Bool { hasUnitAxes && x0 == x0.rounded() && y0 == y0.rounded() }

    /// Source pixels an output pixel covers along the axis where that is more.
    var shrinkage: Double {
        max((xx * xx + yx * yx).squareRoot(), (xy * xy + yy * yy).squareRoot())
    }

    private var hasUnitAxes: Bool {
        (abs(xx) == 1 && xy == 0 && yx == 0 && abs(yy) == 1) || (xx == 0 && abs(xy) == 1 && abs(yx) == 1 && yy == 0)
    }

    /// The same in a source whose pixels were averaged in squares of `factor`.
    func divided(by factor: Int) -> PictureTransform {
        var result = self
        let share = 1 / Double(factor)
        result.xx *= share
        result.xy *= share
        result.yx *= share
        result.yy *= share
        result.x0 *= share
        result.y0 *= share
        return result
    }

    /// Where the middle of an output pixel lies in the source, in pixels from the corner.
    func source(column: Int, row: Int) -> SIMD2<Double> {
        let (x, y) = (Double(column) + 0.5, Double(row) + 0.5)
        return SIMD2(xx * x + xy * y + x0, yx * x + yy * y + y0)
    }
}
