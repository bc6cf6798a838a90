extension ActivationMap {
    /// The map at every pixel of a picture: bilinearly between the centres of its cells, over the part of the picture that it covers.
    ///
    /// - Parameters:
    ///   - width: the picture's, in pixels.
    ///   - body: takes a pixel's place, row by row, and its value; pixels that the map does not cover are left out.
    public func sample(
        width pictureWidth: Int, height pictureHeight: Int, _ body: (_ place: Int, _ value: Float) -> Void
    ) {
        let area = area ?? Area(x: 0, y: 0, width: Double(pictureWidth), height: Double(pictureHeight))
        guard area.width > 0, area.height > 0 else { return }
        let columns = Self.samples(pictureWidth, from: area.x, length: area.width, cells: width)
        let rows = Self.samples(pictureHeight, from: area.y, length: area.height, cells: height)
        for (y, row) in rows.enumerated() where row.isCovered {
            for (x, column) in columns.enumerated() where column.isCovered {
                let upper = between(row.cell, column)
                body(y * pictureWidth + x, upper + (between(row.next, column) - upper) * row.share)
            }
        }
    }

    /// The pixels of a picture that the map's highest cell covers, at least one; where it lies beside the picture, the nearest ones.
    func pixelsOfHighestCell(width pictureWidth: Int, height pictureHeight: Int) -> (
        rows: Range<Int>, columns: Range<Int>
    ) {
        let area = area ?? Area(x: 0, y: 0, width: Double(pictureWidth), height: Double(pictureHeight))
        let cell = values.indices.max { values[$0] < values[$1] } ?? 0
        func pixels(_ cell: Int, of cells: Int, from: Double, length: Double, _ count: Int) -> Range<Int> {
            let size = length / Double(cells)
            let first = min(max(Int((from + Double(cell) * size).rounded()), 0), count - 1)
            let end = min(max(Int((from + Double(cell + 1) * size).rounded()), first + 1), count)
            return first..<end
        }
        return (
            pixels(cell / width, of: height, from: area.y, length: area.height, pictureHeight),
            pixels(cell % width, of: width, from: area.x, length: area.width, pictureWidth)
        )
    }

    /// A place between two cells of an axis.
    private struct Sample {
        var cell: Int
        var next: Int
        var share: Float
        var isCovered: Bool
    }

    /// Where each pixel of an axis lies among the map's cells.
    private static func samples(_ count: Int, from: Double, length: Double, cells: Int) -> [Sample] {
        (0..<count).map { pixel in
            let place = (Double(pixel) + 0.5 - from) / length
            let position = min(max(place * Double(cells) - 0.5, 0), Double(cells - 1))
            let cell = Int(position)
            return Sample(
                cell: cell, next: min(cell + 1, cells - 1), share: Float(position - Double(cell)),
                isCovered: place >= 0 && place <= 1)
        }
    }

    private func between(_ row: Int, _ column: Sample) -> Float {
        let left = values[row * width + column.cell]
        return left + (values[row * width + column.next] - left) * column.share
    }
}
