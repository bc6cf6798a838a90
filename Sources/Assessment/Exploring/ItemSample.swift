public import Datasets
import InspectionTypes

/// Some of a data set's items, where all would be too many to look at: of each class its share, but of a rare one rather more.
public enum ItemSample {
    /// Of a class with as few as this none is left out while there is room.
    private static let rare = 20

    /// At most `count` items in their own order; the same ones for the same seed.
    public static func of(_ items: [DataItem], count: Int, seed: UInt64) -> [DataItem] {
        guard items.count > count else { return items }
        var generator = SeededGenerator(seed: seed, stream: "items to explore")
        let classes = Dictionary(grouping: items.indices) { items[$0].label.description }
        let names = classes.keys.sorted()
        let least = min(rare, max(1, count / max(1, names.count)))
        var (first, rest) = ([Int](), [Int]())
        for name in names {
            let members = (classes[name] ?? []).shuffled(using: &generator)
            first += members.prefix(least)
            rest += members.dropFirst(least)
        }
        if first.count > count { first.shuffle(using: &generator) }
        rest.shuffle(using: &generator)
        return (first + rest).prefix(count).sorted().map { items[$0] }
    }
}
