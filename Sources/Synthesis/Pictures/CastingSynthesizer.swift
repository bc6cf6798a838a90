public import InspectionTypes
import Media

/// Writes made-up photos of castings into class folders.
///
/// ```swift
/// try CastingSynthesizer(seed: 7, picturesPerClass: 200).write(to: "demo/castings")   // demo/castings/ok/casting_7_0001.jpg …
/// ```
public struct CastingSynthesizer: Sendable {
    public var seed: UInt64
    public var picturesPerClass: Int
    /// Number of the first picture: the same seed with later numbers gives parts not seen before.
    public var firstNumber: Int
    /// Of either side, in pixels.
    public var size: Int
    public var colour: Picture.Colour

    public init(
        seed: UInt64 = 0, picturesPerClass: Int = 40, firstNumber: Int = 1, size: Int = 160,
        colour: Picture.Colour = .grey
    ) {
        self.seed = seed
        self.picturesPerClass = picturesPerClass
        self.firstNumber = firstNumber
        self.size = size
        self.colour = colour
    }

    /// Writes the pictures as JPEG, one folder a class, replacing those of the same names; returns how many were written.
    ///
    /// - Parameter progress: told after each picture how many of how many are written.
    /// - Throws: ``SynthesisError`` for a folder that cannot be made or a file that cannot be written.
    @discardableResult
    public func write(
        to folder: String, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> Int {
        let total = SyntheticCasting.allCases.count * picturesPerClass
        var done = 0
        for casting in SyntheticCasting.allCases {
            let classFolder = folder + "/" + casting.className
            try SyntheticFile.makeFolder(classFolder)
            for number in firstNumber..<firstNumber + picturesPerClass {
                let picture = casting.render(number: number, seed: seed, size: size, colour: colour)
                let name = SyntheticFile.name("casting", seed: seed, number: number, ending: "jpg")
                try SyntheticFile.write(PictureEncoder.jpeg(picture), to: classFolder + "/" + name)
                done += 1
                progress(done, total)
            }
        }
        return done
    }
}
