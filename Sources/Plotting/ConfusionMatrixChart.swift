import InspectionTypes

/// How often each class was taken for each: rows are the truth, columns the verdict.
///
/// A cell's depth is its share of the row; what is right and what is wrong differ in colour, so that mistakes are seen at once. Up to
/// about twelve classes every cell bears its count and share, up to thirty its count.
public struct ConfusionMatrixChart: Chart {
    public var title: String
    public var classes: [String]
    /// `[truth][verdict]`.
    public var counts: [[Int]]

    public init(title: String = "Confusion matrix", classes: [String], counts: [[Int]]) {
        precondition(
            counts.count == classes.count && counts.allSatisfy { $0.count == classes.count },
            "ConfusionMatrixChart: \(classes.count) classes, \(counts.count) rows of \(counts.map(\.count)) columns"
        )
        self.title = title
        self.classes = classes
        self.counts = counts
    }

    private var cellSize: Double {
        switch classes.count {
        case ...3: 98
        case ...5: 78
        case ...8: 62
        case ...12: 50
        case ...20: 36
        case ...30: 26
        default: 16
        }
    }

    private var labelSize: Double { cellSize < 24 ? 9.5 : 12 }
    private var labelWidth: Double {
        min((classes.map { SVGText.width($0, size: labelSize) }.max() ?? 0) + 4, 150)
    }
    /// Names above the columns are slanted where they do not fit side by side.
    private var slants: Bool { classes.contains { SVGText.width($0, size: labelSize) > cellSize - 4 } }
    private var left: Double { labelWidth + 36 }
    private var top: Double { slants ? 30 + labelWidth * 0.72 : 46 }
    private var overhang: Double { slants ? labelWidth * 0.62 : 4 }

    public var width: Double { left + Double(classes.count) * cellSize + overhang }
    public var height: Double { top + Double(classes.count) * cellSize + 4 }

    public var summary: String {
        let total = counts.reduce(0) { $0 + $1.reduce(0, +) }
        let right = counts.indices.reduce(0) { $0 + counts[$1][$1] }
        return "\(right) of \(total) named rightly; rows are the truth, columns the verdict."
    }

    public func draw(on canvas: inout ChartCanvas) {
        let size = cellSize
        let side = Double(classes.count) * size
        canvas.svg.text("Verdict", x: left, y: 12, size: 12)
        canvas.svg.text("Truth", x: 12, y: top + side / 2, size: 12, anchor: .middle, rotated: -90)
        for (index, name) in classes.enumerated() {
            let middle = (Double(index) + 0.5) * size
            canvas.svg.fittedText(
                name, width: labelWidth, x: left - 8, y: top + middle + labelSize / 3, size: labelSize, ink: .ink,
                anchor: .end
            )
            if slants {
                canvas.svg.fittedText(
                    name, width: labelWidth, x: left + middle + 2, y: top - 8, size: labelSize, ink: .ink, rotated: -45
                )
            } else {
                canvas.svg.text(name, x: left + middle, y: top - 10, size: labelSize, ink: .ink, anchor: .middle)
            }
        }
        for truth in classes.indices { drawRow(truth, on: &canvas) }
    }

    private func drawRow(_ truth: Int, on canvas: inout ChartCanvas) {
        let size = cellSize
        let gap = size < 24 ? 1.0 : 2.0
        let sum = counts[truth].reduce(0, +)
        for (verdict, count) in counts[truth].enumerated() {
            let share = sum == 0 ? 0 : Double(count) / Double(sum)
            let (x, y) = (left + Double(verdict) * size, top + Double(truth) * size)
            let isRight = truth == verdict
            // Rare mistakes would be invisible on a linear scale.
            let depth = count == 0 ? 0 : isRight ? 0.1 + 0.9 * share : 0.12 + 0.88 * share.squareRoot()
            canvas.svg.rect(
                x: x + gap / 2, y: y + gap / 2, width: size - gap, height: size - gap, fill: .grid, opacity: 0.55,
                radius: min(6, size / 8)
            )
            let spoken =
                "\(classes[truth]) taken for \(classes[verdict]): \(count) of \(sum) (\(DecimalText.percent(share)))"
            if count > 0 {
                canvas.svg.rect(
                    x: x + gap / 2, y: y + gap / 2, width: size - gap, height: size - gap,
                    fill: isRight ? .cell : .errorCell,
                    opacity: depth, radius: min(6, size / 8), title: spoken
                )
            }
            // Beyond these depths white text reads better than dark text (on light paper; on dark paper both inks are light).
            drawNumbers(
                count: count, share: share, isWhite: depth > (isRight ? 0.8 : 0.92), x: x + size / 2, y: y + size / 2,
                on: &canvas)
        }
    }

    private func drawNumbers(
        count: Int, share: Double, isWhite: Bool, x: Double, y: Double, on canvas: inout ChartCanvas
    ) {
        guard cellSize >= 26 else { return }
        let ink: ChartInk = isWhite ? .onCell : count == 0 ? .muted : .ink
        let isRoomy = cellSize >= 50
        let countSize = cellSize >= 70 ? 18.0 : isRoomy ? 14 : 11
        let text = DecimalText.grouped(count)
        guard count > 0 || isRoomy else { return }
        let size = min(countSize, countSize * (cellSize - 8) / max(SVGText.width(text, size: countSize), 1))
        guard isRoomy, count > 0 else {
            canvas.svg.text(text, x: x, y: y + size * 0.36, size: size, ink: ink, anchor: .middle)
            return
        }
        canvas.svg.text(text, x: x, y: y + 1, size: size, ink: ink, anchor: .middle, bold: true)
        let digits = share > 0 && share < 0.1 ? 1 : 0
        canvas.svg.text(
            DecimalText.fixed(share * 100, digits: digits) + "\u{202f}%", x: x, y: y + 1 + countSize * 0.55 + 7,
            size: cellSize >= 70 ? 12 : 10.5, ink: ink, anchor: .middle
        )
    }
}
