import InspectionTypes

/// One picture, and its mask, on the way to a network's input: looked up through a change, in a size and colour.
struct PictureAugmenter: Sendable {
    let width: Int
    let height: Int
    let colour: Picture.Colour

    /// Puts `window` of `picture`, changed, on the canvas; and what `mask` says of it, where there is one.
    func render(
        _ picture: Picture, mask: Mask? = nil, window: PictureTransform.Window, change: PictureChange,
        on canvas: PictureCanvas
    ) throws {
        precondition(
            mask.map { $0.width == picture.width && $0.height == picture.height } ?? true,
            "PictureAugmenter: a mask of \(mask?.width ?? 0)×\(mask?.height ?? 0) for a picture of \(picture.width)×\(picture.height)"
        )
        let transform = PictureTransform(change.geometry, window: window, width: width, height: height)
        Self.sample(
            picture.pixels, picture.width, picture.height, channels: picture.channelCount, transform,
            into: canvas.pixels, canvas)
        canvas.channelCount = picture.channelCount
        if let mask {
            Self.sample(mask.values, mask.width, mask.height, channels: 1, transform, into: canvas.mask, canvas)
        } else {
            canvas.mask.update(repeating: 0, count: canvas.pixelCount)
        }
        canvas.convert(to: colour)
        if let cover = change.cover { canvas.cover(cover) }
        try expose(canvas, change)
    }

    private static func sample(
        _ bytes: [UInt8], _ width: Int, _ height: Int, channels: Int, _ transform: PictureTransform,
        into output: UnsafeMutablePointer<UInt8>, _ canvas: PictureCanvas
    ) {
        bytes.withUnsafeBufferPointer { bytes in
            guard let pixels = bytes.baseAddress else { return }
            let source = PictureWarp.Source(pixels: pixels, width: width, height: height, channelCount: channels)
            PictureWarp.sample(source, transform, into: output, width: canvas.width, height: canvas.height)
        }
    }

    /// What optics, light, sensor and file do, in this order.
    private func expose(_ canvas: PictureCanvas, _ change: PictureChange) throws {
        if change.blurSigma > 0.2 {
            // Below, the Gaussian's neighbours weigh nothing.
            GaussianBlur(sigma: change.blurSigma).apply(
                to: canvas.pixels, spare: canvas.spare, width: width, height: height, channels: canvas.channelCount)
        }
        PictureTone.apply(change, to: canvas.pixels, count: canvas.pixelCount, channels: canvas.channelCount)
        SensorNoise.add(sigma: change.noiseSigma, seed: change.noiseSeed, to: canvas.pixels, count: canvas.byteCount)
        if let quality = change.jpegQuality { try canvas.compress(quality: quality) }
    }
}
