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

    var count: Int { items.count }

    func picture(_ index: Int) throws -> Picture { try store.picture(of: items[index]) }

    /// Pictures a class.
    var classCounts: [Float] {
        (0..<(labels.first?.count ?? 0)).map { index in labels.reduce(0) { $0 + $1[index] } }
    }
}
