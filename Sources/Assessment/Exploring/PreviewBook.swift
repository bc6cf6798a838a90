public import Datasets
public import Exploration
public import InspectionTypes
public import Reports
import Synchronization

/// Previews of an exploration's items, as far as a budget of bytes goes: first of what a reader is sent to, then of the others.
public struct PreviewBook: Sendable {
    private let preview: ItemPreview
    private let medium: ModelCard.Medium
    /// In bytes, before they are written as text.
    private let budget: Int
    private let folder: String

    /// - Parameters:
    ///   - logMel: of sounds, what the model hears; without it there are no spectrograms.
    ///   - folder: where the page will lie, for links to the files.
    public init(medium: ModelCard.Medium, logMel: LogMelSettings?, budget: Int, folder: String) {
        preview = ItemPreview(logMel: logMel)
        self.medium = medium
        self.budget = budget
        self.folder = folder
    }

    /// One an item, in their order.
    ///
    /// - Parameter windowSeconds: of windows, how long each is.
    public func previews(
        of exploration: DataExploration, sources: [DataItem], in dataset: Dataset, windowSeconds: Double?,
        workers: Int, progress: @escaping @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in }
    ) -> [ExplorationReport.Preview] {
        let paths = sources.map { dataset.filePath(of: $0) }
        let order = Self.order(of: exploration)
        let items = exploration.items
        let (preview, medium) = (preview, medium)
        let state = Mutex((next: 0, left: budget))
        let made = Mutex([Int: ExplorationReport.Preview]())
        WorkerThreads.run(max(1, workers)) { _ in
            while true {
                let place: Int? = state.withLock { state in
                    guard state.next < order.count, state.left > 0 else { return nil }
                    state.next += 1
                    return order[state.next - 1]
                }
                guard let place else { return }
                let start = items[place].start ?? 0
                var one =
                    medium == .picture
                    ? preview.picture(paths[place])
                    : preview.sound(
                        paths[place], start: start,
                        end: items[place].start == nil
                            ? nil : windowSeconds.map { start + $0 } ?? sources[place].range?.end)
                let done = state.withLock { state in
                    let size = (one.picture?.count ?? 0) + (one.sound?.count ?? 0)
                    if size > state.left { one = .init() }
                    state.left -= size
                    return state.next
                }
                made.withLock { $0[place] = one }
                progress(done, order.count)
            }
        }
        return made.withLock { made in
            paths.enumerated().map { place, path in
                var one = made[place] ?? .init()
                one.link = RelativeLink.from(folder: folder, to: path)
                return one
            }
        }
    }

    /// What is listed on the page goes before what is only on the map.
    private static func order(of exploration: DataExploration) -> [Int] {
        var generator = SeededGenerator(seed: exploration.options.map.seed, stream: "previews")
        let listed =
            exploration.suspicions.map(\.index) + exploration.copies.flatMap(\.members)
            + exploration.worstSilhouettes(60) + exploration.borders(20).flatMap { [$0.first, $0.second] }
        var seen: Set<Int> = []
        return (listed + exploration.items.indices.shuffled(using: &generator)).filter { seen.insert($0).inserted }
    }
}
