public import InspectionTypes
import Media
import Signals
import Synchronization

extension PictureStore {
    /// Decodes every picture and mask of a data set.
    ///
    /// - Parameters:
    ///   - frontEnd: `nil` where pictures are to keep their size.
    ///   - progress: told how many pictures of how many are done, on any thread, one call at a time.
    /// - Throws: ``DatasetError`` with code `unreadable` where no picture can be read, `cancelled` where it was stopped, `mask` for masks of another size
    ///   than their pictures, defects drawn in pictures that are said to show none, and where no mask has a pixel of defect.
    public static func prepare(
        _ dataset: Dataset, frontEnd: PictureFrontEnd?, options: Options = Options(),
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> PictureStore {
        let isSized = frontEnd.map { $0.fit != .tile } ?? false
        let loader = PictureLoader(
            root: dataset.root, extractor: isSized ? frontEnd.map(PictureFeatureExtractor.init) : nil,
            colour: frontEnd?.colour ?? options.colour, limits: options.limits)
        let items = Dictionary(grouping: dataset.items, by: \.path).compactMapValues(\.first)
        let paths = items.keys.sorted()
        let gathered = Mutex(PictureStorePreparation.Gathered(budget: options.budget))
        try ParallelWork.forEach(paths.count, threads: options.threads) { index in
            guard !options.isCancelled() else { throw DatasetError(.cancelled, "Reading the pictures was stopped.") }
            guard let item = items[paths[index]] else { return }
            let outcome = Result { try PictureStorePreparation.read(item, loader) }
            gathered.withLock { gathered in
                gathered.take(outcome, item)
                progress(gathered.done, paths.count)
            }
        }
        let sources = items.compactMapValues(\.mask)
        return try gathered.withLock { gathered in
            try gathered.check(dataset)
            return PictureStore(loader, gathered, sources: sources)
        }
    }
}

/// What is done with each picture, and what is put together of it.
enum PictureStorePreparation {
    struct Reading {
        var identity: PictureIdentity
        var picture: Picture
        var mask: LoadedMask?
        var warnings: [String]
    }

    static func read(_ item: DataItem, _ loader: PictureLoader) throws -> Reading {
        let contents = try loader.contents(item.path)
        let picture = contents.picture
        let identity = PictureIdentity(of: picture, hash: contents.hash)
        let mask = try item.mask.map { try loader.mask($0, width: picture.width, height: picture.height) }
        return Reading(
            identity: identity, picture: loader.sized(picture), mask: mask,
            warnings: contents.warnings + (mask?.warnings ?? []))
    }

    struct Gathered {
        let budget: Int
        var identities: [String: PictureIdentity] = [:]
        var pictures: [String: Picture] = [:]
        var masks: [String: Mask] = [:]
        var maskAreas: [String: Int] = [:]
        var failures: [FeatureStore.Failure] = []
        var warnings: [String] = []
        var heldBytes = 0
        private var otherSizes: [String] = []
        private var drawnNegatives: [String] = []
        private var greyMasks: [String] = []

        /// From this share of pixels that are neither black nor white on, a mask is mentioned.
        private static let greyShare = 0.02

        init(budget: Int) {
            self.budget = budget
        }

        var done: Int { identities.count + failures.count }

        mutating func take(_ outcome: Result<Reading, any Error>, _ item: DataItem) {
            switch outcome {
            case .success(let reading): take(reading, item)
            case .failure(let error): failures.append(.init(path: item.path, message: "\(error)"))
            }
        }

        private mutating func take(_ reading: Reading, _ item: DataItem) {
            identities[item.path] = reading.identity
            warnings += reading.warnings
            if let contents = reading.mask {
                guard let mask = contents.mask else {
                    let identity = reading.identity
                    otherSizes.append(
                        "\(item.path) is \(identity.width)×\(identity.height), its mask \(contents.width)×\(contents.height)"
                    )
                    return
                }
                let area = mask.area
                maskAreas[item.path] = area
                if item.isNegative, area > 0 { drawnNegatives.append(item.path) }
                if contents.greyShare > Self.greyShare { greyMasks.append(item.path) }
                if item.mask != .negative { hold(mask, item.path) }
            }
            let bytes = reading.picture.pixels.count
            guard heldBytes + bytes <= budget else { return }
            heldBytes += bytes
            pictures[item.path] = reading.picture
        }

        private mutating func hold(_ mask: Mask, _ path: String) {
            guard heldBytes + mask.values.count <= budget else { return }
            heldBytes += mask.values.count
            masks[path] = mask
        }

        /// Refuses what cannot be learnt from, and says what should be looked at.
        mutating func check(_ dataset: Dataset) throws {
            if identities.isEmpty, let first = failures.min(by: { $0.path < $1.path }) {
                throw DatasetError(
                    .unreadable,
                    "None of the \(failures.count) pictures in \(dataset.root) can be read. The first: \(first.message)"
                )
            }
            guard otherSizes.isEmpty else {
                throw DatasetError(
                    .mask,
                    "\(otherSizes.count) \(otherSizes.count == 1 ? "mask is" : "masks are") not as large as the picture: \(NamedFiles.list(otherSizes.sorted())). "
                        + "A mask needs a pixel for every pixel of its picture: draw it anew, or resize one of the two."
                )
            }
            guard drawnNegatives.isEmpty else {
                throw DatasetError(
                    .mask,
                    "\(drawnNegatives.count) pictures are said to show no defect, but their masks have some: \(NamedFiles.list(drawnNegatives.sorted())). "
                        + "Make those masks black, or give a pattern for pictures without a defect that does not fit them."
                )
            }
            if !maskAreas.isEmpty, maskAreas.values.allSatisfy({ $0 == 0 }) {
                throw DatasetError(
                    .mask,
                    "None of the \(maskAreas.count) masks in \(dataset.root) has a pixel of defect: values above 127 count as defect. "
                        + "Masks written as 0 and 1 look black to the eye as well: multiply them by 255."
                )
            }
            warnings = Self.summary(warnings.sorted())
            noteMasks(dataset)
        }

        private mutating func noteMasks(_ dataset: Dataset) {
            if !greyMasks.isEmpty {
                warnings.append(
                    "\(greyMasks.count) masks have more than 2 % grey pixels (16…239), as JPEG and antialiasing leave them; values above 127 count as "
                        + "defect: \(NamedFiles.list(greyMasks.sorted()))"
                )
            }
            let negative = Set(dataset.items.filter(\.isNegative).map(\.path))
            let empty = maskAreas.filter { $0.value == 0 && !negative.contains($0.key) }.keys.sorted()
            if !empty.isEmpty {
                warnings.append(
                    "\(empty.count) masks are black though nothing says that their pictures show no defect: \(NamedFiles.list(empty))"
                )
            }
        }

        /// The first few, and how many more there are.
        private static func summary(_ warnings: [String]) -> [String] {
            guard warnings.count > 5 else { return warnings }
            return warnings.prefix(5) + ["\(warnings.count - 5) more warnings about single files"]
        }
    }
}
