/// Columns of text, padded to their widest cell.
public struct TextTable: Sendable {
    /// Empty for none.
    public var header: [String]
    public var rows: [[String]]
    /// Columns that are flush right.
    public var numbers: Set<Int>

    public init(header: [String], rows: [[String]] = [], numbers: Set<Int> = []) {
        self.header = header
        self.rows = rows
        self.numbers = numbers
    }

    /// Two spaces between columns, none at a line's end.
    public var text: String {
        let all = (header.isEmpty ? [] : [header]) + rows
        let count = all.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in all.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0 }
        return all.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                if column > 0 { line += "  " }
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                line += numbers.contains(column) ? padding + cell : cell + padding
            }
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }
}
