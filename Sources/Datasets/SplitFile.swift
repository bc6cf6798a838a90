import FoundationEssentials
import InspectionTypes

/// A split as JSON: what `--split FILE` reads and every run writes beside its model.
///
/// ```json
/// {"format_version": 1, "seed": 7, "method": "by group, stratified by class", "caveats": [], "data_digest": "9f…",
///  "items": [{"path": "crack/a.flac", "hash": "3b…", "label": ["crack"], "group": "crack/a.flac", "part": "train"},
///            {"path": "normal/b.flac", "hash": "77…", "label": ["normal"], "group": "normal/b.flac", "part": "test", "start": 0, "end": 4.5}]}
/// ```
struct SplitFile: Codable {
    struct Item: Codable {
        var path: String
        var hash: String
        var label: Label
        var group: String
        var start: Double?
        var end: Double?
        var part: DataPart
        /// Left out but for what is known to be normal or to show no defect.
        var negative: Bool?
        var machine: String?
        var domain: String?
    }

    var formatVersion: Int
    var seed: UInt64
    var method: String
    var caveats: [String]
    var dataDigest: String
    /// Left out but for detection.
    var copies: CopyRule?
    var items: [Item]

    private enum CodingKeys: String, CodingKey {
        case formatVersion = "format_version"
        case seed, method, caveats
        case dataDigest = "data_digest"
        case copies, items
    }

    init(_ split: Split) {
        formatVersion = Split.formatVersion
        seed = split.seed
        method = split.method
        caveats = split.caveats
        dataDigest = split.dataDigest
        copies = split.copies
        items = split.items.map { item in
            Item(
                path: item.path, hash: split.hashes[item.path] ?? "", label: item.label, group: item.group,
                start: item.range?.start, end: item.range?.end, part: item.part ?? .train,
                negative: item.isNegative ? true : nil, machine: item.machine, domain: item.domain
            )
        }
    }

    var split: Split {
        let items = items.map { item in
            let range = item.start == nil && item.end == nil ? nil : TimeRange(start: item.start ?? 0, end: item.end)
            return DataItem(
                path: item.path, label: item.label, group: item.group, range: range, part: item.part,
                isNegative: item.negative ?? false, machine: item.machine, domain: item.domain)
        }
        return Split(
            seed: seed, method: method, caveats: caveats, dataDigest: dataDigest, items: items,
            hashes: Dictionary(self.items.map { ($0.path, $0.hash) }, uniquingKeysWith: { first, _ in first }),
            copies: copies
        )
    }
}

extension Split {
    /// The split as JSON; the same split gives the same bytes.
    public var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(SplitFile(self)), as: UTF8.self) + "\n"
        }
    }

    /// SHA-256 of ``json``, in hexadecimal digits.
    public var digest: String {
        get throws { ContentHash.hexadecimal(of: try json) }
    }

    /// Writes the split as JSON, whole or not at all.
    public func write(to path: String) throws {
        do {
            try AtomicFile.write(try json, to: path)
        } catch let failure as AtomicFile.Failure {
            throw DatasetError(.file, "The split: \(failure)")
        }
    }

    /// The split written down at `path`.
    ///
    /// - Throws: ``DatasetError`` for a file that cannot be read, is no split, or has a later format.
    public static func read(from path: String) throws -> Split {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw DatasetError(
                .file, "The split \(path) cannot be read. A run writes it beside its model as split.json.")
        }
        let file: SplitFile
        do {
            file = try JSONDecoder().decode(SplitFile.self, from: data)
        } catch {
            throw DatasetError(
                .split, "\(path) is no split: \(Self.reason(error)). A run writes one beside its model as split.json.")
        }
        guard file.formatVersion <= formatVersion else {
            throw DatasetError(
                .split,
                "The split \(path) has format \(file.formatVersion), newer than \(formatVersion): update Wheeltapper.")
        }
        for (number, item) in file.items.enumerated() {
            if let time = [item.start, item.end].compactMap({ $0 }).first(where: {
                !(0...TimeRange.latest).contains($0)
            }) {
                throw DatasetError(
                    .split,
                    "The split \(path): item \(number + 1) (\(item.path)) names the time \(time) s, which is not within "
                        + "0...\(TimeRange.latest) s. Mend it, or leave --split out and let a new one be made."
                )
            }
        }
        return file.split
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, _): "it lacks '\(key.stringValue)'"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            "'\(context.codingPath.map(\.stringValue).joined(separator: "."))' is not what it should be"
        case DecodingError.dataCorrupted(let context): context.debugDescription
        default: "\(error)"
        }
    }

    /// Refuses a split that was made of other data.
    ///
    /// - Throws: ``DatasetError`` with code `split` that names the files which the data lacks, has changed or has gained.
    public func check<Identity: ContentIdentity>(against dataset: Dataset, identities: [String: Identity]) throws {
        let lacking = hashes.keys.filter { identities[$0] == nil }.sorted()
        let changed = hashes.keys.filter { path in identities[path].map { $0.hash != hashes[path] } ?? false }.sorted()
        let gained = dataset.paths.filter { identities[$0] != nil && hashes[$0] == nil }
        var problems: [String] = []
        func note(_ paths: [String], _ what: String) {
            guard let first = paths.first else { return }
            problems.append("\(paths.count) \(what) (\(first)\(paths.count > 1 ? " …" : ""))")
        }
        note(lacking, "of its \(dataset.medium.items) are missing or cannot be read")
        note(changed, "are not the files they were")
        note(gained, "are not in it")
        guard problems.isEmpty else {
            throw DatasetError(
                .split,
                "The split does not belong to this data (\(dataset.root)): \(problems.joined(separator: ", ")). "
                    + "Bring the files back, or leave --split out and let a new one be made."
            )
        }
    }
}
