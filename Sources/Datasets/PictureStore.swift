public import InspectionTypes
public import Media
import Signals
import Synchronization

/// A data set's pictures and masks, decoded once and held in memory as far as they fit, and who they are.
///
/// With a front end every picture is held in its size and colour, ready to be augmented; without one (or with ``PictureFrontEnd/Fit/tile``) as large as it
/// is, beside its mask. What does not fit into the budget is decoded again whenever it is asked for. A picture that cannot be read stands in
/// ``failures`` and stops nothing, unless none can be read.
///
/// ```swift
/// let store = try PictureStore.prepare(dataset, frontEnd: frontEnd) { done, total in … }
/// let split = try Split.make(of: dataset, identities: store.identities)
/// let statistics = try store.statistics(over: split.items(of: .train))
/// let picture = try store.picture(of: split.items[0])
/// ```
///
/// A value: any number of threads may read it, and what is held is not copied.
public struct PictureStore: Sendable {
    public typealias Failure = FeatureStore.Failure

    public struct Options: Sendable {
        /// Bytes of pixels and masks held in memory.
        public var budget: Int
        /// What pictures of their own size are turned to; `nil` to leave them as they are. A front end says it itself.
        public var colour: Picture.Colour?
        public var limits: PictureLimits
        public var threads: Int
        /// Asked before each picture; `true` stops with ``DatasetError`` of code `cancelled`.
        public var isCancelled: @Sendable () -> Bool

        public init(
            budget: Int = 1536 << 20, colour: Picture.Colour? = nil, limits: PictureLimits = .default,
            threads: Int = WorkerThreads.processorCount, isCancelled: @escaping @Sendable () -> Bool = { false }
        ) {
            self.budget = budget
            self.colour = colour
            self.limits = limits
            self.threads = threads
            self.isCancelled = isCancelled
        }
    }

    /// `nil` where pictures keep their own size.
    public let frontEnd: PictureFrontEnd?
    /// By path, of all pictures that could be read, masks as well where there are any.
    public let identities: [String: PictureIdentity]
    /// Pixels of defect by path, of pictures with masks.
    public let maskAreas: [String: Int]
    /// Sorted by path.
    public let failures: [Failure]
    /// What a reader should look at.
    public let warnings: [String]
    /// Bytes held in memory.
    public let heldBytes: Int
    let loader: PictureLoader
    private let pictures: [String: Picture]
    private let masks: [String: Mask]
    private let sources: [String: MaskSource]

    init(_ loader: PictureLoader, _ gathered: PictureStorePreparation.Gathered, sources: [String: MaskSource]) {
        self.loader = loader
        self.sources = sources
        frontEnd = loader.extractor?.frontEnd
        identities = gathered.identities
        maskAreas = gathered.maskAreas
        failures = gathered.failures.sorted { $0.path < $1.path }
        warnings = gathered.warnings
        heldBytes = gathered.heldBytes
        pictures = gathered.pictures
        masks = gathered.masks
    }

    /// The picture of an item, in the front end's size and colour where there is one.
    ///
    /// - Throws: ``DatasetError`` with code `unreadable` for one that could not be read; `MediaError` where it was readable and no longer is.
    public func picture(of item: DataItem) throws -> Picture {
        if let held = pictures[item.path] { return held }
        guard identities[item.path] != nil else { throw unreadable(item) }
        return loader.sized(try loader.picture(item.path))
    }

    /// Which of the picture's pixels belong to a defect, in the picture's own size.
    ///
    /// - Throws: as ``picture(of:)``; ``DatasetError`` with code `mask` for an item without a mask.
    public func mask(of item: DataItem) throws -> Mask {
        if let held = masks[item.path] { return held }
        guard let identity = identities[item.path] else { throw unreadable(item) }
        guard let source = sources[item.path] else {
            throw DatasetError(.mask, "\(item.path) has no mask: the data was not read for segmentation.")
        }
        let loaded = try loader.mask(source, width: identity.width, height: identity.height)
        guard let mask = loaded.mask else {
            throw DatasetError(
                .mask,
                "\(item.path) is \(identity.width)×\(identity.height), and its mask has become \(loaded.width)×\(loaded.height): the files were "
                    + "changed since they were read. Start again."
            )
        }
        return mask
    }

    private func unreadable(_ item: DataItem) -> DatasetError {
        let reason = failures.first { $0.path == item.path }?.message ?? "it is not part of the data that was prepared"
        return DatasetError(.unreadable, "\(item.path) cannot be shown: \(reason)")
    }

    /// Mean and deviation of the channels over the pictures of `items` as ``picture(of:)`` gives them; those that could not be read do not count.
    ///
    /// - Parameter colour: what they are counted in; the front end's where there is one.
    /// - Throws: ``DatasetError`` with code `unreadable` where none is left.
    public func statistics(
        over items: [DataItem], colour: Picture.Colour = .rgb, threads: Int = WorkerThreads.processorCount
    ) throws -> PictureStatistics {
        let colour = frontEnd?.colour ?? colour
        let readable = items.filter { identities[$0.path] != nil }
        guard !readable.isEmpty else { throw DatasetError(.unreadable, "There is no picture to take statistics of.") }
        let total = Mutex(PictureSums(channelCount: colour.channelCount))
        try ParallelWork.forEach(readable.count, threads: threads) { index in
            var sums = PictureSums(channelCount: colour.channelCount)
            sums.add(try picture(of: readable[index]).converted(to: colour))
            total.withLock { $0.add(sums) }
        }
        return total.withLock { $0.statistics }
    }
}
