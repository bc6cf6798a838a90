/// Where in a table's row each thing stands.
///
/// | column | also called | holds |
/// |---|---|---|
/// | `path` | `file`, `filename`, `file_name`, `filepath`, `audio`, `image` | the recording or picture, from the table's folder |
/// | `label` | `labels`, `class`, `category`, `target` | the class; several with `;` between them |
/// | `group` | `group_id`, `session`, `fold` | what never stands on two sides of a split; the recording where the cell is empty |
/// | `split` | `part`, `subset` | `train`, `validation` or `test`; empty where it is ours to choose |
/// | `machine` | `asset`, `machine_id` | for detection: what is judged against a normal of its own |
/// | `domain` | `condition` | for detection: under which conditions it was taken |
/// | `start`, `end` | `onset`, `offset` | the stretch meant, in seconds |
///
/// Capitals do not matter; the first two columns must be there, others are passed over. For detection the label may be missing: all is normal then, and
/// a row with an empty one may be anything.
struct TableColumns {
    let path: Int
    let label: Int?
    let group: Int?
    let split: Int?
    let start: Int?
    let end: Int?
    let machine: Int?
    let domain: Int?

    init(header: [String], needsLabel: Bool = true) throws {
        let names = header.map { $0.lowercased().filter { !$0.isWhitespace } }
        func find(_ aliases: String...) -> Int? {
            for alias in aliases {
                if let index = names.firstIndex(of: alias) { return index }
            }
            return nil
        }
        guard let path = find("path", "file", "filename", "file_name", "filepath", "audio", "image") else {
            throw Self.missing("path", "file or filename", header)
        }
        let label = find("label", "labels", "class", "category", "target")
        if label == nil, needsLabel {
            throw Self.missing("label", "class, category or target", header)
        }
        self.path = path
        self.label = label
        group = find("group", "group_id", "session", "fold")
        split = find("split", "part", "subset")
        start = find("start", "onset")
        end = find("end", "offset")
        machine = find("machine", "asset", "machine_id")
        domain = find("domain", "condition")
    }

    private static func missing(_ name: String, _ others: String, _ header: [String]) -> DatasetError {
        DatasetError(
            .table,
            "line 1: there is no column '\(name)' (or \(others)) among \(header.joined(separator: ", ")). "
                + "The first line names the columns: path,label and perhaps group,split,start,end"
        )
    }
}
