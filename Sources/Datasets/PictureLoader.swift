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

    /// SHA-256 of the file.
    func hash(_ path: String) throws -> String { try AudioFile.contentHash(file(path)) }

    /// What a user should know of the file though it can be read.
    func headerWarnings(_ path: String) -> [String] {
        (try? PictureFile.header(of: file(path), limits: limits).warnings) ?? []
    }

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
            return LoadedMask(mask: contents.mask, greyShare: contents.greyShare, warnings: contents.warnings)
        case .shapes(let polygons, let runs, let width, let height):
            var mask = Mask(width: width, height: height, polygons: polygons, rule: .union)
            for lengths in runs { RunLengthFill.fill(lengths, into: &mask) }
            return LoadedMask(mask: mask)
        case .negative:
            return LoadedMask(mask: Mask(width: width, height: height))
        }
    }
}

/// A mask, and what of it may be a mistake.
struct LoadedMask: Sendable {
    var mask: Mask
    /// Share of pixels that are neither nearly black nor nearly white.
    var greyShare = 0.0
    var warnings: [String] = []
}
