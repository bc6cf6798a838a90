public import InspectionTypes
import Signals

/// Builds batches for a segmenter: crops `[crop, channel, row, column]` and, pixel for pixel, their targets `[crop, 1, row, column]`, 1 on a defect.
///
/// Picture and mask go through the same transform; a target is 1 where the mask, interpolated, is at least one half. Where a crop reaches
/// over the picture's edge the picture's mirror image goes on. The same seed, epoch and crops give the same numbers, on any number of threads.
public struct CropBatchAssembler: Sendable {
    public let frontEnd: PictureFrontEnd
    /// Mixup has no meaning here and is left out.
    public let augmentation: PictureAugmentation
    public let seed: UInt64
    /// Threads that share a batch's crops.
    public let threads: Int
    private let extractor: PictureFeatureExtractor

    public init(frontEnd: PictureFrontEnd, augmentation: PictureAugmentation, seed: UInt64, threads: Int = 1) {
        self.frontEnd = frontEnd
        self.augmentation = augmentation
        self.seed = seed
        self.threads = threads
        extractor = PictureFeatureExtractor(frontEnd)
    }

    /// Numbers in one crop.
    public var cropLength: Int { frontEnd.colour.channelCount * targetLength }
    /// Numbers in one crop's target.
    public var targetLength: Int { frontEnd.width * frontEnd.height }

    /// Fills `inputs` (`crops.count · cropLength` numbers) and `targets` (`crops.count · targetLength`).
    ///
    /// - Parameters:
    ///   - picture: a picture at its own size.
    ///   - mask: of the same size; `nil` where there is no defect.
    /// - Throws: what `picture` and `mask` throw, or ``MediaError`` of the compression.
    public func assemble(
        _ crops: some RandomAccessCollection<Crop>, epoch: Int,
        picture: @escaping @Sendable (Int) throws -> Picture, mask: @escaping @Sendable (Int) throws -> Mask?,
        inputs: UnsafeMutableBufferPointer<Float>, targets: UnsafeMutableBufferPointer<Float>
    ) throws {
        precondition(
            inputs.count == crops.count * cropLength && targets.count == crops.count * targetLength,
            "CropBatchAssembler: \(inputs.count) values and \(targets.count) targets for \(crops.count) crops of "
                + "\(frontEnd.inputShape.dropFirst())"
        )
        let crops = Array(crops)
        guard let inputStart = inputs.baseAddress, let targetStart = targets.baseAddress else { return }
        // Each item writes a part of its own.
        nonisolated(unsafe) let (input, target) = (inputStart, targetStart)
        let (width, height) = (frontEnd.width, frontEnd.height)
        try ItemThreads.run(
            crops.count, threads: threads, memory: { PictureCanvas(width: width, height: height) }
        ) { place, canvas in
            var generator = AugmentationDraw.item(crops[place].item, epoch: epoch, seed: seed)
            let number = crops[place].picture
            try draw(crops[place], of: picture(number), mask(number), on: canvas, using: &generator)
            let values = UnsafeMutableBufferPointer(start: input + place * cropLength, count: cropLength)
            extractor.writeFitted(canvas.picture, into: values)
            let own = target + place * targetLength
            for index in 0..<targetLength { own[index] = Float(canvas.mask[index]) }
        }
    }

    /// Puts one augmented crop on the canvas.
    func draw(
        _ crop: Crop, of picture: Picture, _ mask: Mask?, on canvas: PictureCanvas,
        using generator: inout SeededGenerator
    ) throws {
        // At the picture's own scale a window of any shape can be turned: its pixels are there.
        let change =
            augmentation == .off
            ? PictureChange() : PictureChange(augmentation, allowsQuarterTurns: true, using: &generator)
        let window = PictureTransform.Window(
            left: Double(crop.column), top: Double(crop.row), width: Double(frontEnd.width),
            height: Double(frontEnd.height))
        try PictureAugmenter(width: frontEnd.width, height: frontEnd.height, colour: frontEnd.colour)
            .render(picture, mask: mask, window: window, change: change, on: canvas)
    }
}
