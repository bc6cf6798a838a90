import InspectionTypes
import Media
import Signals

/// Reads pictures and masks of a data set, and brings pictures to the front end's size.
struct PictureLoader: Sendable {
    let root: String
    /// `nil` where pictures keep their size.
    let extractor: PictureFeatureExtractor?
    let colour: Picture.Colour?
    let limits: PictureLimits

    private func file(_ path: String) throws -> String {
        let file = path.hasPrefix("/") ? path : root + "/" + path
        guard FileStamp.isRegular(file) else {
            throw DatasetError(.file, "\(file) is no file, or a pipe or device: save the picture to a file first")
        }
        return file
    }

    /// In its own size.
    func picture(_ path: String) throws -> Picture { try PictureFile.read(file(path), limits: limits) }

    /// In its own size, with the file's hash and what a user should know of it: the file is read once.
    func contents(_ path: String) throws -> PictureContents { try PictureFile.contents(of: file(path), limits: limits) }

    /// In the size and colour that are asked for.
    func sized(_ picture: Picture) -> Picture {
        if let extractor { return extractor.fitted(picture) }
        return colour.map { picture.converted(to: $0) } ?? picture
    }

    /// - Parameters:
    ///   - width: the picture's.
    ///   - height: the picture's.
    func mask(_ source: MaskSource, width: Int, height: Int) throws -> LoadedMask {
        switch source {
        case .file(let path):
            let contents = try PictureFile.maskContents(of: file(path), limits: limits)
            let (mask, fits) = (contents.mask, contents.mask.width == width && contents.mask.height == height)
            return LoadedMask(
                width: mask.width, height: mask.height, mask: fits ? mask : nil, greyShare: contents.greyShare,
                warnings: contents.warnings)
        case .shapes(let polygons, let runs, let ownWidth, let ownHeight):
            // A few digits in a text may promise gigabytes: memory is taken for what the picture turned out to be.
            guard ownWidth == width, ownHeight == height else {
                return LoadedMask(width: ownWidth, height: ownHeight)
            }
            var mask = Mask(width: width, height: height, polygons: polygons, rule: .union)
            for lengths in runs { RunLengthFill.fill(lengths, into: &mask) }
            return LoadedMask(width: width, height: height, mask: mask)
        case .negative:
            return LoadedMask(width: width, height: height, mask: Mask(width: width, height: height))
        }
    }
}

/// A mask, and what of it may be a mistake.
struct LoadedMask: Sendable {
    /// As the source says; the picture's where there is a ``mask``.
    var width: Int
    var height: Int
    /// `nil` where it is not as large as the picture.
    var mask: Mask?
    /// Share of pixels that are neither nearly black nor nearly white.
    var greyShare = 0.0
    var warnings: [String] = []
}
