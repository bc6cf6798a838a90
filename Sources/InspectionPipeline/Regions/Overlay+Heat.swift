public import InspectionTypes
import Signals

extension Overlay {
    /// The picture in colour under a translucent heat map: what did not speak for the class stays as it is.
    ///
    /// The map is resized to the part of the picture that it covers, bilinearly between the centres of its cells.
    public func draw(_ map: ActivationMap, on picture: Picture) -> Picture {
        let map = map.normalized
        let area =
            map.area
            ?? ActivationMap.Area(x: 0, y: 0, width: Double(picture.width), height: Double(picture.height))
        guard area.width > 0, area.height > 0 else { return picture }
        let columns = Self.samples(picture.width, from: area.x, length: area.width, cells: map.width)
        let rows = Self.samples(picture.height, from: area.y, length: area.height, cells: map.height)
        var canvas = PictureCanvas(picture)
        for (y, row) in rows.enumerated() where row.isCovered {
            for (x, column) in columns.enumerated() where column.isCovered {
                let upper = map.between(row.cell, column)
                let value = upper + (map.between(row.next, column) - upper) * row.share
                // The colours of low values are dark; they fade in with the value.
                if value > 0 {
                    canvas.blend(ColorMap.ember(value), heatOpacity * Double(value).squareRoot(), x: x, y: y)
                }
            }
        }
        return canvas.picture
    }

    /// Where each pixel of an axis lies among the map's cells.
    private static func samples(_ count: Int, from: Double, length: Double, cells: Int) -> [ActivationMap.Sample] {
        (0..<count).map { pixel in
            let place = (Double(pixel) + 0.5 - from) / length
            let position = min(max(place * Double(cells) - 0.5, 0), Double(cells - 1))
            let cell = Int(position)
            return ActivationMap.Sample(
                cell: cell, next: min(cell + 1, cells - 1), share: Float(position - Double(cell)),
                isCovered: place >= 0 && place <= 1)
        }
    }
}

extension ActivationMap {
    /// A place between two cells of an axis.
    fileprivate struct Sample {
        var cell: Int
        var next: Int
        var share: Float
        var isCovered: Bool
    }

    fileprivate func between(_ row: Int, _ column: Sample) -> Float {
        let left = values[row * width + column.cell]
        return left + (values[row * width + column.next] - left) * column.share
    }
}
