public import InspectionTypes
import Signals

/// A picture that a batch is to hold.
public struct PictureRequest: Sendable, Hashable {
    /// Number of the picture, as the caller counts.
    public var picture: Int
    /// Place in the epoch: with seed and epoch it decides all that is drawn.
    public var item: Int

    public init(picture: Int, item: Int) {
        self.picture = picture
        self.item = item
    }
}

/// Builds batches of pictures, `[picture, channel, row, column]`, and their labels, `[picture, class]`, in buffers of the caller's.
///
/// The same seed, epoch, batch and requests give the same numbers, on any number of threads. Without augmentation a picture at the model's
/// size is `value / 255` exactly (or what the front end's mean and deviation make of it).
///
/// ```swift
/// let assembler = PictureBatchAssembler(frontEnd: frontEnd, classCount: 2, augmentation: .standard, seed: 7)
/// try assembler.assemble(requests, batch: 3, epoch: 0, picture: { try store.picture(of: items[$0]) },
///     isSquare: { sizes[$0].width == sizes[$0].height }, label: { targets[$0] }, pictures: x, labels: y)
/// ```
public struct PictureBatchAssembler: Sendable {
    public let frontEnd: PictureFrontEnd
    public let classCount: Int
    public let augmentation: PictureAugmentation
    public let seed: UInt64
    /// Threads that share a batch's pictures.
    public let threads: Int
    private let extractor: PictureFeatureExtractor

    public init(
        frontEnd: PictureFrontEnd, classCount: Int, augmentation: PictureAugmentation, seed: UInt64, threads: Int = 1
    ) {
        self.frontEnd = frontEnd
        self.classCount = classCount
        self.augmentation = augmentation
        self.seed = seed
        self.threads = threads
        extractor = PictureFeatureExtractor(frontEnd)
    }

    /// Numbers in one picture.
    public var pictureLength: Int { frontEnd.colour.channelCount * frontEnd.width * frontEnd.height }

    /// Fills `pictures` (`requests.count · pictureLength` numbers) and `labels` (`requests.count · classCount`).
    ///
    /// - Parameters:
    ///   - batch: the batch's place in the epoch.
    ///   - picture: a picture, best at the front end's size already. Another one is fitted as in service; one that is to be stretched and is
    ///     warped here is looked up in its own pixels, so that a crop of it is as sharp as it was.
    ///   - isSquare: whether a picture was as wide as high before it was brought to its size: one at the front end's size does not tell, and a
    ///     quarter turn of a stretched one would show what no camera sees.
    ///   - label: one number a class for a picture.
    /// - Throws: what `picture` throws, or ``MediaError`` of the compression.
    public func assemble(
        _ requests: some RandomAccessCollection<PictureRequest>, batch: Int, epoch: Int,
        picture: @escaping @Sendable (Int) throws -> Picture, isSquare: @escaping @Sendable (Int) -> Bool,
        label: (Int) -> [Float],
        pictures: UnsafeMutableBufferPointer<Float>, labels: UnsafeMutableBufferPointer<Float>
    ) throws {
        precondition(
            pictures.count == requests.count * pictureLength && labels.count == requests.count * classCount,
            "PictureBatchAssembler: \(pictures.count) values and \(labels.count) labels for \(requests.count) pictures of "
                + "\(frontEnd.inputShape.dropFirst()) and \(classCount) classes"
        )
        let requests = Array(requests)
        for (place, request) in requests.enumerated() { fill(labels, place, with: label(request.picture)) }
        guard let start = pictures.baseAddress else { return }
        // Each item writes a part of its own.
        nonisolated(unsafe) let output = start
        let (width, height, length) = (frontEnd.width, frontEnd.height, pictureLength)
        try ItemThreads.run(
            requests.count, threads: threads, memory: { PictureCanvas(width: width, height: height) }
        ) { place, canvas in
            var generator = AugmentationDraw.item(requests[place].item, epoch: epoch, seed: seed)
            let number = requests[place].picture
            try draw(picture(number), wasSquare: isSquare(number), on: canvas, using: &generator)
            extractor.writeFitted(
                canvas.picture, into: UnsafeMutableBufferPointer(start: output + place * length, count: length))
        }
        guard augmentation.mixupAlpha > 0 else { return }
        var shared = AugmentationDraw.batch(batch, epoch: epoch, seed: seed)
        Mixup.apply(
            alpha: Double(augmentation.mixupAlpha), probability: Double(augmentation.mixupProbability),
            features: pictures, labels: labels, count: requests.count, using: &shared)
    }

    /// Puts one augmented picture on the canvas.
    func draw(
        _ picture: Picture, wasSquare: Bool, on canvas: PictureCanvas, using generator: inout SeededGenerator
    ) throws {
        // A picture that is stretched to a square would be bent the other way by a quarter turn.
        let isTurnable = frontEnd.width == frontEnd.height && (wasSquare || frontEnd.fit != .stretch)
        let change =
            augmentation == .off
            ? PictureChange() : PictureChange(augmentation, allowsQuarterTurns: isTurnable, using: &generator)
        let isFitted = picture.width == frontEnd.width && picture.height == frontEnd.height
        let isInProportion = picture.width * frontEnd.height == picture.height * frontEnd.width
        // Where pixels are interpolated anyway a larger picture is looked up at its own sharpness; else it is fitted as in service.
        let isLookedUp = isFitted || (frontEnd.fit == .stretch && isInProportion && change.geometry.isWarp)
        let source = isLookedUp ? picture : extractor.fitted(picture)
        let window = PictureTransform.Window(
            left: 0, top: 0, width: Double(source.width), height: Double(source.height))
        try PictureAugmenter(width: frontEnd.width, height: frontEnd.height, colour: frontEnd.colour)
            .render(source, window: window, change: change, on: canvas)
    }

    private func fill(_ labels: UnsafeMutableBufferPointer<Float>, _ place: Int, with label: [Float]) {
        precondition(
            label.count == classCount,
            "PictureBatchAssembler: a label of \(label.count) numbers for \(classCount) classes")
        for (index, value) in label.enumerated() { labels[place * classCount + index] = value }
    }
}
