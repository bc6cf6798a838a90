/// A graph as a table for people: one line a layer.
extension GraphSummary {
    /// Layer, operator, output, parameters and multiply-adds in columns, with totals.
    public var table: String {
        var rows = [["layer", "operator", "output", "parameters", "multiply-adds"]]
        for layer in layers {
            rows.append([
                layer.name, layer.operatorType, layer.shape.map { $0.map(String.init).joined(separator: "×") } ?? "?",
                layer.parameters == 0 ? "" : Self.grouped(layer.parameters),
                layer.multiplyAdds == 0 ? "" : Self.grouped(layer.multiplyAdds),
            ])
        }
        rows.append(["total", "", "", Self.grouped(parameters), Self.grouped(multiplyAdds)])
        let widths = (0..<5).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            row.enumerated().map { column, cell in
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                return column < 3 ? cell + padding : padding + cell
            }.joined(separator: "  ").trimmedEnd
        }.joined(separator: "\n")
    }

    /// A whole number with a thin space between its thousands.
    public static func grouped(_ number: Int) -> String {
        var text = ""
        for (place, digit) in String(abs(number)).reversed().enumerated() {
            if place > 0, place % 3 == 0 { text.append("\u{202F}") }
            text.append(digit)
        }
        return (number < 0 ? "-" : "") + String(text.reversed())
    }
}

extension String {
    fileprivate var trimmedEnd: String {
        var text = Substring(self)
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
