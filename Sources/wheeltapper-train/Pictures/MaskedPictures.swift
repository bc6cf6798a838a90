import Augmentation
import Datasets
import InspectionTypes

/// Pictures of one part with their masks.
struct MaskedPictures: Sendable {
    let items: [DataItem]
    /// Where each picture's defect lies.
    let defects: [PixelSample]
    private let store: PictureStore

    /// - Parameter items: those that could be read are taken.
    init(_ items: [DataItem], store: PictureStore) throws {
        self.store = store
        self.items = items.filter { store.identities[$0.path] != nil }
        defects = try self.items.map { PixelSample(try store.mask(of: $0)) }
    }

    var count: Int { items.count }
    /// Numbers of the pictures without a defect.
    var negatives: [Int] { defects.indices.filter { defects[$0].count == 0 } }

    func picture(_ index: Int) throws -> Picture { try store.picture(of: items[index]) }
    /// `nil` where there is no defect.
    func mask(_ index: Int) throws -> Mask? { defects[index].count == 0 ? nil : try store.mask(of: items[index]) }
}
