/// Comma-separated values as of RFC 4180, with line feeds: a cell with a comma, a quote or a line break is quoted, quotes in it doubled.
public struct CSV: Sendable {
    public private(set) var text = ""

    public init(header: [String]) { append(header) }

    public mutating func append(_ cells: [String]) { text += Self.row(cells) + "\n" }

    /// One row, without its line feed.
    public static func row(_ cells: [String]) -> String { cells.map(quoted).joined(separator: ",") }

    static func quoted(_ cell: String) -> String {
        let needsQuotes = cell.unicodeScalars.contains { $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r" }
        return needsQuotes ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
    }
}
