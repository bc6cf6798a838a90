import Datasets
import InspectionTypes

/// Pictures of one part with their labels.
struct LabelledPictures: Sendable {
    let items: [DataItem]
    /// `[class]`, one a picture; each adds up to 1.
    let labels: [[Float]]
    private let store: PictureStore

    /// - Parameter items: those that could be read are taken.
    init(_ items: [DataItem], store: PictureStore, classes: [String]) {
        self.store = store
        self.items = items.filter { store.identities[$0.path] != nil }
        labels = self.items.map { item in classes.map { item.label.names.contains($0) ? 1 : 0 } }
    }

    private init(items: [DataItem], labels: [[Float]], store: PictureStore) {
        (self.items, self.labels, self.store) = (items, labels, store)
    }

    var count: Int { items.count }

    /// Up to `most` of them, evenly spread.
    func some(_ most: Int) -> LabelledPictures {
        let step = max(1, (count + most - 1) / most)
        return taking(Array(stride(from: 0, to: count, by: step)))
    }

    /// Those that fulfil a condition.
    func choosing(_ isWanted: (DataItem) -> Bool) -> LabelledPictures {
        taking(items.indices.filter { isWanted(items[$0]) })
    }

    private func taking(_ kept: [Int]) -> LabelledPictures {
        LabelledPictures(items: kept.map { items[$0] }, labels: kept.map { labels[$0] }, store: store)
    }

    func picture(_ index: Int) throws -> Picture { try store.picture(of: items[index]) }

    /// Whether a picture was as wide as high before it was brought to the model's size.
    func isSquare(_ index: Int) -> Bool { store.identities[items[index].path]?.isSquare ?? false }

    /// Pictures a class.
    var classCounts: [Float] {
        (0..<(labels.first?.count ?? 0)).map { index in labels.reduce(0) { $0 + $1[index] } }
    }
}
