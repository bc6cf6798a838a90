/// Names of series, in rows above the data.
struct Legend {
    struct Entry {
        var name: String
        var ink: ChartInk
        var dash: String?
        var isArea = false
    }

    static let rowHeight = 20.0
    static let textSize = 12.0

    var entries: [Entry]
    var width: Double
    /// One entry a row.
    var isColumn = false

    func entryWidth(_ entry: Entry) -> Double {
        min(22 + SVGText.width(entry.name, size: Self.textSize) + 18, width)
    }

    /// Entries with their places; rows break where the width ends.
    private var placed: [(entry: Entry, x: Double, row: Int)] {
        var result: [(Entry, Double, Int)] = []
        var (x, row) = (0.0, 0)
        for entry in entries {
            let needed = entryWidth(entry)
            if x > 0, isColumn || x + needed > width { (x, row) = (0, row + 1) }
            result.append((entry, x, row))
            x += needed
        }
        return result.map { (entry: $0.0, x: $0.1, row: $0.2) }
    }

    var height: Double { entries.isEmpty ? 0 : Double((placed.last?.row ?? 0) + 1) * Self.rowHeight + 6 }

    func draw(on canvas: inout ChartCanvas, left: Double, top: Double = 0) {
        for (entry, x, row) in placed {
            let y = top + Double(row) * Self.rowHeight + 10
            if entry.isArea {
                canvas.svg.rect(x: left + x, y: y - 5, width: 14, height: 10, fill: entry.ink, opacity: 0.85, radius: 2)
            } else {
                canvas.svg.line(
                    from: (left + x, y), to: (left + x + 14, y), stroke: entry.ink, lineWidth: 2.5, dash: entry.dash)
            }
            canvas.svg.fittedText(
                entry.name, width: width - 26, x: left + x + 20, y: y + 4, size: Self.textSize, ink: .ink)
        }
    }
}
