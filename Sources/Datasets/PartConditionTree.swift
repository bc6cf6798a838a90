import InspectionTypes

/// Pictures that lie at `part/condition/picture.jpg`: whether they do, and the label that the folders then give.
///
/// Recognised where the folders on top hold no pictures themselves and the folders below them recur from one to the next, or say good or defective
/// (``DefectWords``). A tree with conditions on top, `damaged/crossties`, is the same the other way round.
struct PartConditionTree {
    let dataset: Dataset

    init(_ dataset: Dataset) {
        self.dataset = dataset
    }

    /// Names of a picture's two folders; `nil` for one that lies in a folder on top.
    private func levels(of item: DataItem) -> (top: String, sub: String)? {
        let folders = item.path.split(separator: "/").dropLast().map(String.init)
            .dropFirst(dataset.layout == .partFolders ? 1 : 0)
        guard folders.count >= 2, let top = folders.first, let sub = folders.dropFirst().first else { return nil }
        return (top, sub)
    }

    /// The data set with its labels by part, condition or both; unchanged where it is no such tree.
    ///
    /// - Throws: ``DatasetError`` with code `labelUnspecified` where it is one and `choice` is `nil`; with code `layout` where there is a choice
    ///   and nothing to choose.
    func labelled(by choice: LabelBy?) throws -> Dataset {
        guard dataset.medium == .picture else {
            if choice != nil { throw notSuch("it holds sounds") }
            return dataset
        }
        let levels = dataset.items.map(levels(of:))
        let pairs = levels.compactMap { $0 }
        guard pairs.count == levels.count, !pairs.isEmpty else {
            if choice != nil { throw notSuch("its folders on top hold pictures themselves") }
            return dataset
        }
        let meansConditionOnTop = Self.areConditions(pairs.map(\.top)) && !Self.areConditions(pairs.map(\.sub))
        guard choice != nil || Self.isTree(pairs) else { return dataset }
        let named = pairs.map { pair in
            meansConditionOnTop ? (part: pair.sub, condition: pair.top) : (part: pair.top, condition: pair.sub)
        }
        guard let choice else { throw unspecified(named) }
        var labelled = dataset
        for (index, pair) in named.enumerated() {
            labelled.items[index].label = Label(Self.label(pair, by: choice))
        }
        labelled.classes = Set(labelled.items.flatMap { $0.label.names }).sorted()
        if labelled.layout == .classFolders { labelled.layout = .partCondition }
        labelled.notes.append("the label is the \(choice == .both ? "part and the condition" : choice.rawValue)")
        return labelled
    }

    private static func label(_ pair: (part: String, condition: String), by choice: LabelBy) -> String {
        switch choice {
        case .part: pair.part
        case .condition: pair.condition
        case .both: pair.part + "/" + pair.condition
        }
    }

    private static func areConditions(_ names: [String]) -> Bool {
        Set(names).allSatisfy { DefectWords.isNormal($0) || DefectWords.isDefect($0) }
    }

    private static func isTree(_ pairs: [(top: String, sub: String)]) -> Bool {
        if pairs.contains(where: { DefectWords.isNormal($0.sub) || DefectWords.isDefect($0.sub) }) { return true }
        return Dictionary(grouping: pairs, by: \.sub).contains { Set($0.value.map(\.top)).count > 1 }
    }

    private func unspecified(_ pairs: [(part: String, condition: String)]) -> DatasetError {
        let given = LabelBy.allCases.map { choice in
            let names = Set(pairs.map { Self.label($0, by: choice) }).sorted()
            let listed = names.prefix(8).joined(separator: ", ") + (names.count > 8 ? " …" : "")
            return "  --label \(choice.rawValue)\(String(repeating: " ", count: 10 - choice.rawValue.count))"
                + "\(names.count) \(names.count == 1 ? "class" : "classes"): \(listed)"
        }
        return DatasetError(
            .labelUnspecified,
            "\(dataset.root) has folders in folders, parts and conditions: which of them is the label? Say --label part|condition|both:\n"
                + given.joined(separator: "\n")
        )
    }

    private func notSuch(_ reason: String) -> DatasetError {
        DatasetError(
            .layout,
            "\(dataset.root) has no folders of parts with folders of conditions in them (\(reason)): leave --label out."
        )
    }
}
