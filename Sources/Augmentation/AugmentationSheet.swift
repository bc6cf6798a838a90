public import InspectionTypes
public import Signals

/// A sheet of examples for the report: each row a picture, the original at its left, then what the network is shown in training.
///
/// Where there is a mask, a line is drawn around it. Mixup is not shown: it joins pictures of a batch, and a sheet has none.
public struct AugmentationSheet: Sendable {
    /// What stands in a row.
    public struct Example: Sendable {
        public var picture: Picture
        public var mask: Mask?
        /// A segmenter's part of the picture; `nil` for the middle where there is a mask, else for a classifier, which sees the whole.
        public var crop: Crop?
        /// Another normal picture: defects are painted on this one, as a detector is trained.
        public var other: Picture?
        /// Whether the picture was as wide as high before it was brought to its size; see ``PictureBatchAssembler``.
        public var isSquare: Bool

        /// - Parameter isSquare: `nil` for a picture in its own size, which tells.
        public init(
            picture: Picture, mask: Mask? = nil, crop: Crop? = nil, other: Picture? = nil, isSquare: Bool? = nil
        ) {
            self.picture = picture
            self.other = other
            self.mask = mask
            self.crop = crop
            self.isSquare = isSquare ?? (picture.width == picture.height)
        }
    }

    public let frontEnd: PictureFrontEnd
    public let augmentation: PictureAugmentation
    public let seed: UInt64
    /// Augmented pictures a row, beside the original.
    public var columns = 7
    /// White between pictures, in pixels.
    public var gap = 4
    /// Goes around the defect.
    public var outline = RGBColor(red: 255, green: 64, blue: 160)

    public init(frontEnd: PictureFrontEnd, augmentation: PictureAugmentation, seed: UInt64) {
        self.frontEnd = frontEnd
        self.augmentation = augmentation
        self.seed = seed
    }

    /// The sheet, in colour.
    ///
    /// - Throws: ``MediaError`` of the compression.
    public func picture(of examples: [Example]) throws -> Picture {
        precondition(!examples.isEmpty, "AugmentationSheet: no examples")
        let width = (columns + 1) * (frontEnd.width + gap) + gap
        let height = examples.count * (frontEnd.height + gap) + gap
        var sheet = Picture(
            width: width, height: height, colour: .rgb, pixels: [UInt8](repeating: 255, count: width * height * 3))
        let canvas = PictureCanvas(width: frontEnd.width, height: frontEnd.height)
        for (row, example) in examples.enumerated() {
            for column in 0...columns {
                let settings = column == 0 ? .off : augmentation
                try draw(example, settings, item: row * columns + column, isOriginal: column == 0, on: canvas)
                canvas.convert(to: .rgb)
                if example.mask != nil || (example.other != nil && column > 0) { drawOutline(on: canvas) }
                copy(canvas, to: &sheet, column: column, row: row)
            }
        }
        return sheet
    }

    private func draw(
        _ example: Example, _ settings: PictureAugmentation, item: Int, isOriginal: Bool, on canvas: PictureCanvas
    ) throws {
        var generator = AugmentationDraw.item(item, epoch: 0, seed: seed)
        if let other = example.other {
            try DefectBatchAssembler(frontEnd: frontEnd, augmentation: settings, stride: 1, seed: seed).draw(
                example.picture, other: isOriginal ? nil : other, item: item, epoch: 0, wasSquare: example.isSquare,
                on: canvas)
            return
        }
        if let crop = example.crop ?? middle(of: example) {
            let assembler = CropBatchAssembler(frontEnd: frontEnd, augmentation: settings, seed: seed)
            try assembler.draw(crop, of: example.picture, example.mask, on: canvas, using: &generator)
        } else {
            let assembler = PictureBatchAssembler(
                frontEnd: frontEnd, classCount: 1, augmentation: settings, seed: seed)
            try assembler.draw(example.picture, wasSquare: example.isSquare, on: canvas, using: &generator)
        }
    }

    private func middle(of example: Example) -> Crop? {
        guard let mask = example.mask else { return nil }
        return Crop(
            picture: 0, column: (mask.width - frontEnd.width) / 2, row: (mask.height - frontEnd.height) / 2, item: 0)
    }

    /// Colours the pixels that touch the mask from outside: a thin crack stays visible in its frame.
    private func drawOutline(on canvas: PictureCanvas) {
        let (width, height, mask) = (canvas.width, canvas.height, canvas.mask)
        for row in 0..<height {
            for column in 0..<width where mask[row * width + column] == 0 {
                let touches =
                    (column > 0 && mask[row * width + column - 1] == 1)
                    || (column + 1 < width && mask[row * width + column + 1] == 1)
                    || (row > 0 && mask[(row - 1) * width + column] == 1)
                    || (row + 1 < height && mask[(row + 1) * width + column] == 1)
                guard touches else { continue }
                let pixel = canvas.pixels + (row * width + column) * 3
                pixel[0] = outline.red
                pixel[1] = outline.green
                pixel[2] = outline.blue
            }
        }
    }

    private func copy(_ canvas: PictureCanvas, to sheet: inout Picture, column: Int, row: Int) {
        let left = gap + column * (canvas.width + gap)
        let top = gap + row * (canvas.height + gap)
        let line = canvas.width * 3
        for y in 0..<canvas.height {
            let start = ((top + y) * sheet.width + left) * 3
            sheet.pixels.replaceSubrange(
                start..<start + line, with: UnsafeBufferPointer(start: canvas.pixels + y * line, count: line))
        }
    }
}
