/// A look at a data set through a model's embeddings: its map, how its classes lie, which labels and copies deserve a second look.
///
/// ```swift
/// let exploration = try DataExploration(items, EmbeddingTable(rows), options: .init(noun: "recording"))
/// print(exploration.headline)
/// ```
public struct DataExploration: Sendable {
    public struct Options: Sendable {
        public var distance: EmbeddingDistance
        public var map: TSNE.Options
        /// What an item is called, in the singular.
        public var noun: String
        /// Neighbours kept of each item.
        public var neighbours: Int
        public var components: Int

        public init(
            distance: EmbeddingDistance = .cosine, map: TSNE.Options = .init(), noun: String = "item",
            neighbours: Int = 5, components: Int = 10
        ) {
            self.distance = distance
            self.map = map
            self.noun = noun
            self.neighbours = neighbours
            self.components = components
        }
    }

    public let items: [ExploredItem]
    public let options: Options
    /// Numbers an embedding.
    public let dimension: Int
    /// Names that stand in a label, sorted.
    public let classes: [String]
    /// Place of each item's label among ``classes``.
    public let labels: [Int?]
    public let components: PrincipalComponents
    /// `nil` for fewer than five items.
    public let map: TSNE?
    /// `nil` for fewer than two classes.
    public let silhouette: Silhouette?
    /// Of each item, nearest first, itself not among them.
    public let neighbours: [[Neighbour]]
    /// Of each item: the nearest one of another class and group.
    public let strangers: [Neighbour?]
    public let copies: [CopyGroup]
    /// What the neighbours of each item say; `nil` where there are too few to say anything.
    public let votes: [LabelVote?]
    /// The surest first.
    public let suspicions: [LabelSuspicion]
    /// Places of classes that the model hardly tells from others: their labels are not judged.
    public let unknownClasses: [Int]

    /// - Parameter progress: told how far the map is; answers whether to go on.
    /// - Throws: ``ExplorationError`` where `progress` stops it.
    public init(
        _ items: [ExploredItem], _ embeddings: EmbeddingTable, options: Options = Options(),
        progress: (_ done: Int, _ of: Int) -> Bool = { _, _ in true }
    ) throws(ExplorationError) {
        precondition(
            items.count == embeddings.count, "DataExploration: \(items.count) items, \(embeddings.count) embeddings")
        let classes = Set(items.compactMap(\.label)).sorted()
        let places = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
        let labels = items.map { $0.label.flatMap { places[$0] } }
        let (groups, recordings) = (Self.numbered(items.map(\.group)), Self.numbered(items.map(\.path)))
        let table = options.distance == .cosine ? embeddings.normalized : embeddings

        let around = RowNeighbourhood.all(
            table, labels: labels, groups: groups, classCount: classes.count, count: max(20, options.neighbours),
            distance: options.distance)
        let copies = CopyFinder(
            table: table, distance: options.distance, neighbours: around.map(\.nearest), recordings: recordings
        ).groups
        let jury = LabelJury(
            labels: labels, classCount: classes.count, groups: groups, voices: Self.joined(recordings, copies))
        let votes = classes.count > 1 ? jury.votes(table, options.distance) : items.map { _ in nil }
        let components = PrincipalComponents(table, count: options.components, seed: options.map.seed)

        self.items = items
        self.options = options
        self.classes = classes
        self.labels = labels
        self.dimension = embeddings.dimension
        self.components = components
        self.copies = copies
        self.votes = votes
        suspicions = jury.suspicions(votes)
        unknownClasses = jury.unknownClasses(votes)
        neighbours = around.map { Array($0.nearest.prefix(options.neighbours)) }
        strangers = around.map(\.stranger)
        silhouette =
            Set(labels.compactMap { $0 }).count > 1
            ? Silhouette(around.map(\.silhouette), labels: labels, classCount: classes.count) : nil
        map = try TSNE(
            table, components: components, distance: options.distance, options: options.map, progress: progress)
    }

    /// Equal names get equal numbers, from 0 in the order of appearance.
    private static func numbered(_ names: [String]) -> [Int] {
        var numbers: [String: Int] = [:]
        return names.map { name in
            let number = numbers[name] ?? numbers.count
            numbers[name] = number
            return number
        }
    }

    /// Numbers such that copies have their fellows' number, as all that had the same one before.
    private static func joined(_ numbers: [Int], _ copies: [CopyGroup]) -> [Int] {
        var union = UnionFind(count: (numbers.max() ?? -1) + 1)
        for group in copies {
            for member in group.members.dropFirst() { union.join(numbers[group.members[0]], numbers[member]) }
        }
        return numbers.map { union.root($0) }
    }
}
