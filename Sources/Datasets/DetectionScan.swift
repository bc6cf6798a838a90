import InspectionTypes

/// What the search for normal examples and anomalies gathers.
struct DetectionScan {
    let root: String
    let medium: ModelCard.Medium
    let options: DatasetScanner.Options
    var items: [DataItem] = []
    var unlabelled: [DataItem] = []
    var notes: [String] = []
    var warnings: [String] = []

    init(root: String, medium: ModelCard.Medium, options: DatasetScanner.Options) {
        self.root = root
        self.medium = medium
        self.options = options
    }

    /// Whether a folder's or a label's name means normal.
    func isNormal(_ name: String) -> Bool { options.normalNames.contains(name) || DefectWords.isNormal(name) }

    /// One file; `isNormal` `nil` where nobody says.
    mutating func add(_ item: DataItem, isNormal: Bool?, kind: Label = [DatasetScanner.anomalyLabel]) {
        var item = item
        guard let isNormal else {
            item.label = []
            unlabelled.append(item)
            return
        }
        item.label = isNormal ? [DatasetScanner.normalLabel] : kind
        item.isNegative = isNormal
        items.append(item)
    }

    /// The data set of what was found.
    ///
    /// - Throws: ``DatasetError`` with code `classes` where nothing normal is among it, or an anomaly is in the training part.
    func dataset(_ layout: Dataset.Layout) throws -> Dataset {
        if options.purpose == .detection { try checkNormals() }
        var dataset = Dataset(
            root: root, layout: layout, medium: medium, items: items, notes: notes, warnings: warnings,
            purpose: options.purpose, unlabelled: unlabelled)
        if !unlabelled.isEmpty {
            dataset.notes.append(
                "\(unlabelled.count) \(medium.items) do not say whether they are normal: they can be scored, but count in no figure "
                    + "(\(NamedFiles.list(dataset.unlabelled.map(\.path), atMost: 3)))")
        }
        let learnt = Set(items.filter { $0.isNegative && $0.part != .test }.compactMap(\.machine))
        let unknown = dataset.machines.filter { !learnt.contains($0) }
        if options.purpose == .detection, !unknown.isEmpty {
            dataset.warnings.append(
                "nothing normal to learn from of \(NamedFiles.list(unknown)): a detector will not know "
                    + (unknown.count == 1 ? "this machine" : "these machines"))
        }
        noteNames(&dataset)
        return dataset
    }

    private func checkNormals() throws {
        let misplaced = items.filter { !$0.isNegative && $0.part == .train }.map(\.path).sorted()
        guard misplaced.isEmpty else {
            throw DatasetError(
                .classes,
                "\(misplaced.count) \(misplaced.count == 1 ? "anomaly stands" : "anomalies stand") in the training part of \(root): "
                    + "\(NamedFiles.list(misplaced)). A detector would learn them as normal: move them to test/, or, if they are normal, "
                    + "name them so.")
        }
        guard !items.contains(where: { $0.isNegative && $0.part != .test }) else { return }
        let unclear = Set(items.flatMap(\.label.names)).filter { !isNormal($0) && !DefectWords.isDefect($0) }.sorted()
        throw DatasetError(
            .classes,
            "\(root) holds no normal \(medium.items) to learn from"
                + (items.contains(where: \.isNegative)
                    ? " outside of its test part" : items.isEmpty ? "" : ", only anomalies")
                + ". A detector learns what is normal: put normal \(medium.items) into a folder called normal/ (or train/normal/)"
                + (unclear.isEmpty
                    ? "." : ", or say which are: --normal \(unclear[0]) (of \(NamedFiles.list(unclear, atMost: 8))).")
        )
    }

    /// A normal file whose own name speaks of a defect may have been put into the wrong folder.
    private func noteNames(_ dataset: inout Dataset) {
        let odd = dataset.items.filter { $0.isNegative && DefectWords.isDefect($0.name) }.map(\.path)
        guard !odd.isEmpty else { return }
        dataset.warnings.append(
            "\(odd.count) \(medium.items) stand among the normal ones, but their names speak of a defect: \(NamedFiles.list(odd)). "
                + "Is that right?")
    }
}
