public import Datasets
import InspectionTypes
public import NeuralNetworks
import Signals

/// Normal pictures as a network sees them.
public struct NormalPictures: Sendable {
    /// Those that could be read.
    public let items: [DataItem]
    private let store: PictureStore
    private let extractor: PictureFeatureExtractor

    /// - Parameter store: prepared with the detector's front end.
    /// - Precondition: the store has a front end.
    public init(_ items: [DataItem], store: PictureStore) {
        guard let frontEnd = store.frontEnd else { preconditionFailure("NormalPictures: a store without a front end") }
        self.items = items.filter { store.identities[$0.path] != nil }
        self.store = store
        extractor = PictureFeatureExtractor(frontEnd)
    }

    public var count: Int { items.count }

    /// All but some, by path.
    public func without(_ paths: Set<String>) -> NormalPictures {
        NormalPictures(items.filter { !paths.contains($0.path) }, store: store)
    }

    /// These and others of the same store.
    func and(_ others: NormalPictures) -> NormalPictures { NormalPictures(items + others.items, store: store) }

    /// A picture as the network's input, `[1, channel, row, column]`.
    public func input(_ index: Int) throws -> NDArray {
        NDArray(
            extractor.features(of: try store.picture(of: items[index])), shape: extractor.frontEnd.inputShape)
    }
}
