import InspectionTypes

/// The items of one group and how many of each class they hold.
struct ItemGroup {
    var name: String
    var indices: [Int]
    var classCounts: [String: Int]

    var size: Int { indices.count }

    func contains(_ className: String) -> Bool { classCounts[className] != nil }

    /// The groups of `items`, sorted by name.
    static func grouping(_ items: [DataItem]) -> [ItemGroup] {
        var groups: [String: ItemGroup] = [:]
        for (index, item) in items.enumerated() {
            groups[item.group, default: ItemGroup(name: item.group, indices: [], classCounts: [:])].add(
                index, item.label)
        }
        return groups.values.sorted { $0.name < $1.name }
    }

    private mutating func add(_ index: Int, _ label: Label) {
        indices.append(index)
        for name in label.names { classCounts[name, default: 0] += 1 }
    }
}
