import FoundationEssentials
import InspectionTypes

extension DatasetScanner {
    /// How many faulty rows a message names.
    private static let namedAtMost = 10

    static func scanTable(_ path: String, options: Options) throws -> Dataset {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw DatasetError(.file, "The table \(path) cannot be read. Check its permissions.")
        }
        let root = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        do {
            let table = try DelimitedTable([UInt8](data))
            guard let header = table.rows.first else {
                throw DatasetError(.table, "it is empty. The first line names the columns: path,label")
            }
            let columns = try TableColumns(header: header.cells, needsLabel: !options.purpose.isDetection)
            let items = try table.rows.dropFirst().map {
                try item(of: $0, columns: columns, needsLabel: !options.purpose.isDetection)
            }
            guard !items.isEmpty else { throw DatasetError(.table, "there are no rows below its first line") }
            try checkFiles(of: zip(table.rows.dropFirst(), items), root: root)
            let dataset = try recognised(items, root: root, options: options)
            return options.purpose.isDetection
                ? try forDetection(dataset, hasLabels: columns.label != nil, options: options) : dataset
        } catch let error as DatasetError {
            throw DatasetError(error.code, "The table \(path): \(error.message)")
        }
    }

    /// The data set of the rows whose files are of the medium that most are of.
    private static func recognised(_ items: [DataItem], root: String, options: Options) throws -> Dataset {
        let media = items.map { FolderListing.medium(of: $0.path.hasPrefix("/") ? $0.path : root + "/" + $0.path) }
        let choice = MediumChoice(
            wanted: options.medium, sounds: media.count { $0 != .picture }, pictures: media.count { $0 == .picture })
        if options.purpose == .segmentation {
            throw DatasetError(.layout, "a segmenter learns from a folder of pictures and masks, not from a table")
        }
        if choice.medium == .sound {
            return Dataset(
                root: root, layout: .table, items: zip(items, media).filter { $0.1 != .picture }.map(\.0),
                warnings: choice.warning.map { [$0] } ?? [])
        }
        let pictures = zip(items, media).filter { $0.1 == .picture }.map(\.0)
        if let cut = pictures.first(where: { $0.range != nil }) {
            throw DatasetError(.table, "\(cut.path) is a picture, and pictures have no start and end")
        }
        return Dataset(
            root: root, layout: .table, medium: .picture, items: pictures, warnings: choice.warning.map { [$0] } ?? [])
    }

    /// The data set with what its labels say: normal, an anomaly, or nothing. Without a column of labels all is normal.
    private static func forDetection(_ dataset: Dataset, hasLabels: Bool, options: Options) throws -> Dataset {
        var scan = DetectionScan(root: dataset.root, medium: dataset.medium, options: options)
        scan.warnings = dataset.warnings
        let own = FolderName.telling(dataset.root)
        for item in dataset.items {
            var item = item
            item.machine = item.machine ?? own
            if hasLabels {
                let label = item.label
                scan.add(item, isNormal: label.names.isEmpty ? nil : label.names.allSatisfy(scan.isNormal), kind: label)
            } else {
                scan.add(item, isNormal: true)
            }
        }
        if !hasLabels { scan.notes.append("the table has no labels: all \(dataset.medium.items) are taken for normal") }
        return try scan.dataset(.table)
    }

    private static func item(of row: DelimitedTable.Row, columns: TableColumns, needsLabel: Bool) throws -> DataItem {
        func cell(_ column: Int?) -> String {
            guard let column, column < row.cells.count else { return "" }
            return row.cells[column].trimmed
        }
        let path = cell(columns.path)
        guard !path.isEmpty else { throw DatasetError(.table, "line \(row.line): the path is empty") }
        let names = cell(columns.label).split(separator: ";").map { String($0).trimmed }.filter { !$0.isEmpty }
        guard !names.isEmpty || !needsLabel else {
            throw DatasetError(.table, "line \(row.line): \(path) has no label")
        }

        var part: DataPart?
        let split = cell(columns.split)
        if !split.isEmpty {
            part = DataPart(named: split)
            guard part != nil else {
                throw DatasetError(.table, "line \(row.line): the split '\(split)' is none of train, validation, test")
            }
        }
        let group = cell(columns.group)
        let (machine, domain) = (cell(columns.machine), cell(columns.domain))
        return DataItem(
            path: path, label: Label(names), group: group.isEmpty ? path : group,
            range: try range(cell(columns.start), cell(columns.end), line: row.line), part: part,
            machine: machine.isEmpty ? nil : machine, domain: domain.isEmpty ? nil : domain
        )
    }

    private static func range(_ start: String, _ end: String, line: Int) throws -> TimeRange? {
        func seconds(_ text: String) throws -> Double {
            guard let value = Double(text), value.isFinite, value >= 0 else {
                throw DatasetError(.table, "line \(line): '\(text)' is no number of seconds (write 1.5, with a point)")
            }
            guard value <= TimeRange.latest else {
                throw DatasetError(
                    .table, "line \(line): '\(text)' s is longer than any recording (\(TimeRange.latest) s at most)")
            }
            return value
        }
        if start.isEmpty, end.isEmpty { return nil }
        let range = TimeRange(start: start.isEmpty ? 0 : try seconds(start), end: end.isEmpty ? nil : try seconds(end))
        if let end = range.end, end <= range.start {
            throw DatasetError(
                .table, "line \(line): the stretch ends at \(end) s, before it starts at \(range.start) s")
        }
        return range
    }

    private static func checkFiles(of rows: some Sequence<(DelimitedTable.Row, DataItem)>, root: String) throws {
        let missing = rows.filter { _, item in
            !FileManager.default.fileExists(atPath: item.path.hasPrefix("/") ? item.path : root + "/" + item.path)
        }
        guard !missing.isEmpty else { return }
        let named = missing.prefix(namedAtMost).map { "line \($0.line): \($1.path)" }.joined(separator: "; ")
        let more = missing.count > namedAtMost ? "; and \(missing.count - namedAtMost) more" : ""
        throw DatasetError(
            .table,
            "\(missing.count) of its files do not exist: \(named)\(more). Paths start from the table's folder (\(root))."
        )
    }
}

extension TimeRange {
    /// The latest time in seconds that a file may name, some thirty years: a sample's place stays a whole number.
    static let latest = 1e9
}

extension String {
    /// Without white space at both ends.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
