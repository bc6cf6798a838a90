public import InspectionTypes
import Media

/// Writes made-up photos of walls with their cracks' masks: `images/` and `masks/`, the same name in both.
///
/// ```swift
/// try WallSynthesizer(seed: 7, picturesPerKind: 200).write(to: "demo/walls")   // demo/walls/images/crack_7_0001.jpg, masks/crack_7_0001.png …
/// ```
///
/// As many walls without a crack are written, `noncrack_…`, their masks black.
public struct WallSynthesizer: Sendable {
    public var seed: UInt64
    /// Cracked walls, and as many without a crack.
    public var picturesPerKind: Int
    /// Number of the first picture: the same seed with later numbers gives walls not seen before.
    public var firstNumber: Int
    /// Of either side, in pixels.
    public var size: Int
    public var colour: Picture.Colour

    public init(
        seed: UInt64 = 0, picturesPerKind: Int = 40, firstNumber: Int = 1, size: Int = 256,
        colour: Picture.Colour = .rgb
    ) {
        self.seed = seed
        self.picturesPerKind = picturesPerKind
        self.firstNumber = firstNumber
        self.size = size
        self.colour = colour
    }

    /// Writes the pictures as JPEG and their masks as PNG, replacing those of the same names; returns how many pictures were written.
    ///
    /// - Parameter progress: told after each picture how many of how many are written.
    /// - Throws: ``SynthesisError`` for a folder that cannot be made or a file that cannot be written.
    @discardableResult
    public func write(
        to folder: String, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> Int {
        let total = SyntheticWall.allCases.count * picturesPerKind
        var done = 0
        for part in ["images", "masks"] { try SyntheticFile.makeFolder(folder + "/" + part) }
        for wall in SyntheticWall.allCases {
            for number in firstNumber..<firstNumber + picturesPerKind {
                let (picture, mask) = wall.render(number: number, seed: seed, size: size, colour: colour)
                func name(_ ending: String) -> String {
                    SyntheticFile.name(wall.namePrefix, seed: seed, number: number, ending: ending)
                }
                try SyntheticFile.write(PictureEncoder.jpeg(picture), to: folder + "/images/" + name("jpg"))
                try SyntheticFile.write(PictureEncoder.png(mask), to: folder + "/masks/" + name("png"))
                done += 1
                progress(done, total)
            }
        }
        return done
    }
}
