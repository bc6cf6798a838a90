import FoundationEssentials

/// The names of AudioSet's sounds in the order of a network's scores, from the table published beside YAMNet.
///
/// Its columns are `index`, `mid` and `display_name`.
public enum AudioSetClassMap {
    /// - Throws: ``DatasetError`` naming the file, and the line that is not as it should be.
    public static func names(contentsOf path: String) throws -> [String] {
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            throw DatasetError(.file, "cannot read the class map \(path): is the name right, and may you read it?")
        }
        do {
            return try names([UInt8](data))
        } catch let error as DatasetError {
            throw DatasetError(error.code, "the class map \(path): \(error.message)")
        }
    }

    /// - Parameter bytes: the table.
    static func names(_ bytes: [UInt8]) throws -> [String] {
        let rows = try DelimitedTable(bytes).rows
        guard let header = rows.first, let name = header.cells.firstIndex(of: "display_name"),
            let place = header.cells.firstIndex(of: "index")
        else {
            throw DatasetError(
                .table,
                "it has no columns 'index' and 'display_name': give the table published beside the network, yamnet_class_map.csv"
            )
        }
        var seen = Set<String>()
        return try rows.dropFirst().enumerated().map { number, row in
            guard row.cells.count > max(name, place), !row.cells[name].isEmpty else {
                throw DatasetError(.table, "line \(row.line) names no class")
            }
            guard row.cells[place] == String(number) else {
                throw DatasetError(
                    .table,
                    "line \(row.line) is of class \(row.cells[place]) where class \(number) is due: the lines must be in the order of the scores"
                )
            }
            guard seen.insert(row.cells[name]).inserted else {
                throw DatasetError(.table, "line \(row.line) names '\(row.cells[name])' a second time")
            }
            return row.cells[name]
        }
    }
}
