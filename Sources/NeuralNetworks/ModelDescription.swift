import InspectionTypes

/// A model in a table.
extension GraphSummary {
    /// Layer, operator, output, parameters and multiply-adds in columns, with totals.
    public var table: String {
        func number(_ value: Int) -> String { value == 0 ? "" : DecimalText.grouped(value) }
        var table = TextTable(
            header: ["layer", "operator", "output", "parameters", "multiply-adds"], numbers: [3, 4])
        table.rows = layers.map { layer in
            [
                layer.name, layer.operatorType, layer.shape.map { $0.map(String.init).joined(separator: "×") } ?? "?",
                number(layer.parameters), number(layer.multiplyAdds),
            ]
        }
        table.rows.append(["total", "", "", DecimalText.grouped(parameters), DecimalText.grouped(multiplyAdds)])
        return table.text
    }
}
