public import InspectionTypes
import Signals

/// A normal picture that a batch is to hold, painted on or not.
public struct DefectRequest: Sendable, Hashable {
    /// Number of the picture, as the caller counts.
    public var picture: Int
    /// Number of another normal picture, where foreign content is taken from; `nil` for one that stays normal.
    public var other: Int?
    /// Place in the epoch: with seed and epoch it decides all that is drawn.
    public var item: Int

    public init(picture: Int, other: Int?, item: Int) {
        self.picture = picture
        self.other = other
        self.item = item
    }
}

/// Builds batches for a network that learns to find painted defects: pictures `[picture, channel, row, column]`, and targets
/// `[picture, 1, row / stride, column / stride]`, 1 where a defect can be seen in any pixel of a place.
///
/// Defects are painted on the picture in the model's size; then all of it goes through the changes that mean nothing (turns, light,
/// camera), so that light and noise lie on the defects as well. The same seed, epoch and requests give the same numbers.
public struct DefectBatchAssembler: Sendable {
    public let frontEnd: PictureFrontEnd
    public let defects: SyntheticDefects
    public let augmentation: PictureAugmentation
    /// Pixels a side of a target's place.
    public let stride: Int
    public let seed: UInt64
    /// Threads that share a batch's pictures.
    public let threads: Int
    private let extractor: PictureFeatureExtractor

    /// - Precondition: the front end's sides are multiples of `stride`.
    public init(
        frontEnd: PictureFrontEnd, defects: SyntheticDefects = .init(), augmentation: PictureAugmentation, stride: Int,
        seed: UInt64, threads: Int = 1
    ) {
        precondition(
            stride > 0 && frontEnd.width.isMultiple(of: stride) && frontEnd.height.isMultiple(of: stride),
            "DefectBatchAssembler: \(frontEnd.width)×\(frontEnd.height) pixels in places of \(stride)")
        self.frontEnd = frontEnd
        self.defects = defects
        self.augmentation = augmentation
        self.stride = stride
        self.seed = seed
        self.threads = threads
        extractor = PictureFeatureExtractor(frontEnd)
    }

    /// Numbers in one picture.
    public var pictureLength: Int { frontEnd.colour.channelCount * frontEnd.width * frontEnd.height }
    /// Numbers in one picture's target.
    public var targetLength: Int { frontEnd.width / stride * (frontEnd.height / stride) }

    /// Fills `inputs` (`requests.count · pictureLength` numbers) and `targets` (`requests.count · targetLength`).
    ///
    /// - Parameters:
    ///   - picture: a picture; one of another size than the front end's is fitted as in service.
    ///   - isSquare: see ``PictureBatchAssembler``.
    /// - Throws: what `picture` throws, or ``MediaError`` of the compression.
    public func assemble(
        _ requests: some RandomAccessCollection<DefectRequest>, epoch: Int,
        picture: @escaping @Sendable (Int) throws -> Picture, isSquare: @escaping @Sendable (Int) -> Bool,
        inputs: UnsafeMutableBufferPointer<Float>, targets: UnsafeMutableBufferPointer<Float>
    ) throws {
        precondition(
            inputs.count == requests.count * pictureLength && targets.count == requests.count * targetLength,
            "DefectBatchAssembler: \(inputs.count) values and \(targets.count) targets for \(requests.count) pictures of "
                + "\(frontEnd.inputShape.dropFirst())")
        let requests = Array(requests)
        guard let inputStart = inputs.baseAddress, let targetStart = targets.baseAddress else { return }
        // Each item writes a part of its own.
        nonisolated(unsafe) let (input, target) = (inputStart, targetStart)
        let (width, height) = (frontEnd.width, frontEnd.height)
        try ItemThreads.run(
            requests.count, threads: threads, memory: { PictureCanvas(width: width, height: height) }
        ) { place, canvas in
            let request = requests[place]
            try draw(
                picture(request.picture), other: request.other.map { try picture($0) }, item: request.item,
                epoch: epoch, wasSquare: isSquare(request.picture), on: canvas)
            extractor.writeFitted(
                canvas.picture,
                into: UnsafeMutableBufferPointer(start: input + place * pictureLength, count: pictureLength))
            shrink(canvas.mask, into: target + place * targetLength)
        }
    }

    /// Puts one picture on the canvas: painted where there is another one to take from, changed, with its mask.
    func draw(
        _ picture: Picture, other: Picture?, item: Int, epoch: Int, wasSquare: Bool, on canvas: PictureCanvas
    ) throws {
        var generator = AugmentationDraw.item(item, epoch: epoch, seed: seed)
        // The paint has numbers of its own: what is drawn there changes nothing here.
        var brush = SeededGenerator(seed: generator.next())
        let isTurnable = frontEnd.width == frontEnd.height && (wasSquare || frontEnd.fit != .stretch)
        let change =
            augmentation == .off
            ? PictureChange() : PictureChange(augmentation, allowsQuarterTurns: isTurnable, using: &generator)
        var shown = extractor.fitted(picture)
        var mask: Mask?
        if let other {
            let painted = defects.paint(shown, other: extractor.fitted(other), using: &brush)
            (shown, mask) = (painted.picture, painted.mask)
        }
        let window = PictureTransform.Window(
            left: 0, top: 0, width: Double(frontEnd.width), height: Double(frontEnd.height))
        try PictureAugmenter(width: frontEnd.width, height: frontEnd.height, colour: frontEnd.colour)
            .render(shown, mask: mask, window: window, change: change, on: canvas)
    }

    /// The largest of each place's pixels.
    private func shrink(_ mask: UnsafeMutablePointer<UInt8>, into target: UnsafeMutablePointer<Float>) {
        let columns = frontEnd.width / stride
        target.update(repeating: 0, count: targetLength)
        for row in 0..<frontEnd.height {
            for column in 0..<frontEnd.width where mask[row * frontEnd.width + column] != 0 {
                target[row / stride * columns + column / stride] = 1
            }
        }
    }
}
