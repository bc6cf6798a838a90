import InspectionTypes
import Media

/// What reads and writes pictures.
enum PictureChecks {
    static func run() -> [Check] {
        let loaded = LoadedLibraries.current
        return [
            formatCheck(
                "JPEG", library: "libjpeg-turbo", path: loaded.path(of: "libturbojpeg"), package: "libturbojpeg0",
                farthest: 12
            ) { try PictureEncoder.jpeg($0, quality: 95) },
            formatCheck(
                "PNG", library: PictureLibraries.png, path: loaded.path(of: "libpng16"), package: "libpng16-16",
                farthest: 0
            ) { try PictureEncoder.png($0) },
        ]
    }

    /// Packs a small picture and reads it again: a library that is there may still be a broken one.
    ///
    /// - Parameter farthest: how far a value may come back from what it was.
    static func formatCheck(
        _ name: String, library: String, path: String?, package: String, farthest: Int,
        encode: (Picture) throws -> [UInt8]
    ) -> Check {
        let detail = [library, path].compactMap { $0 }.joined(separator: ", ")
        let mend = "apt-get install --reinstall \(package)"
        do {
            let read = try PictureFile.decode(encode(sample), name: "the doctor's \(name)")
            guard read.width == sample.width, read.height == sample.height, read.colour == sample.colour else {
                return .missing(name, "\(detail), gives back another picture than it was given", mend: mend)
            }
            let away = zip(read.pixels, sample.pixels).map { abs(Int($0) - Int($1)) }.max() ?? 0
            return away <= farthest
                ? .ok(name, detail) : .missing(name, "\(detail), gives values back \(away) levels off", mend: mend)
        } catch {
            return .missing(name, "\(detail), does not read what it wrote: \(error)", mend: mend)
        }
    }

    /// A slope of greys: JPEG changes it by little.
    private static let sample = Picture(
        width: 16, height: 16, colour: .grey, pixels: (0..<256).map { place in UInt8(40 + place / 2) })
}
