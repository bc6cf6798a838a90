public import Datasets
public import InspectionTypes
import Media

/// Whether a data set's pictures need colour.
public enum PictureColour {
    /// What was asked for, or what the pictures need.
    public static func chosen(_ choice: PictureFrontEndOptions.Colour, for dataset: Dataset) throws -> Picture.Colour {
        switch choice {
        case .grey: .grey
        case .rgb: .rgb
        case .auto: try recognised(in: dataset)
        }
    }

    /// Grey where up to 32 pictures, spread over the set, hold no colour: cameras write grey as three equal channels.
    ///
    /// - Throws: the first error, where none can be read.
    public static func recognised(in dataset: Dataset) throws -> Picture.Colour {
        let paths = dataset.paths
        var failure: (any Error)?
        var seen = 0
        for index in stride(from: 0, to: paths.count, by: max(1, paths.count / 32)) {
            do {
                guard try isGrey(PictureFile.read(dataset.filePath(paths[index]))) else { return .rgb }
                seen += 1
            } catch {
                failure = failure ?? error
            }
        }
        if seen == 0, let failure { throw failure }
        return .grey
    }

    /// Whether all channels agree but for what a lossy file may have put between them.
    public static func isGrey(_ picture: Picture) -> Bool {
        guard picture.colour == .rgb else { return true }
        let tolerance = 6
        return picture.pixels.withUnsafeBufferPointer { pixels in
            !stride(from: 0, to: pixels.count, by: 3).contains { start in
                let (red, green, blue) = (Int(pixels[start]), Int(pixels[start + 1]), Int(pixels[start + 2]))
                return max(red, green, blue) - min(red, green, blue) > tolerance
            }
        }
    }
}
