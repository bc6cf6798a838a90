import FoundationEssentials
import InspectionTypes
import Media

@testable import Datasets

extension TemporaryFolder {
    /// Writes a picture, PNG or JPEG by its name.
    func picture(_ name: String, _ picture: Picture) throws {
        try text(name)
        try PictureFile.write(picture, to: path + "/" + name)
    }

    /// A picture that no other seed gives.
    func scene(_ name: String, seed: UInt64, width: Int = 48, height: Int = 48) throws {
        try picture(name, .scene(seed: seed, width: width, height: height))
    }

    /// A mask with a rectangle of defect.
    func mask(_ name: String, width: Int = 48, height: Int = 48, area: Range<Int>? = 10..<20) throws {
        var mask = Mask(width: width, height: height)
        for place in area ?? 0..<0 { mask.values[place] = 1 }
        try text(name)
        try PictureFile.write(mask, to: path + "/" + name)
    }

    /// Small pictures that differ: where only names matter.
    func pictures(_ names: String...) throws {
        for (index, name) in names.enumerated() { try scene(name, seed: UInt64(index), width: 8, height: 8) }
    }
}

extension Picture {
    /// Discs of any size and brightness on a ground that gets brighter to one side.
    static func scene(seed: UInt64, width: Int = 96, height: Int = 96, discs: Int = 24) -> Picture {
        var generator = SeededGenerator(seed: seed, stream: "scene")
        var values = (0..<width * height).map { 90 + 60 * Double($0 % width) / Double(width) }
        for _ in 0..<discs {
            let (x, y) = (generator.nextUniform() * Double(width), generator.nextUniform() * Double(height))
            let radius = (0.03 + 0.12 * generator.nextUniform()) * Double(min(width, height))
            values.draw(disc: 40 + 180 * generator.nextUniform(), x: x, y: y, radius: radius, width: width)
        }
        return Picture(width: width, height: height, colour: .grey, pixels: values.map { UInt8($0) })
    }

    /// A round part from above: rings that all parts have, light from one side, and spots that only this one has.
    static func part(seed: UInt64, side: Int = 96) -> Picture {
        var generator = SeededGenerator(seed: seed, stream: "part")
        let centre = Double(side) / 2
        var values = (0..<side * side).map { 120 + 40 * Double($0 % side) / Double(side) }
        for (radius, value) in [(0.45, 190.0), (0.3, 40), (0.2, 150), (0.12, 90)] {
            values.draw(disc: value, x: centre, y: centre, radius: radius * Double(side), width: side)
        }
        for _ in 0..<14 {
            let angle = 2 * Double.pi * generator.nextUniform()
            let (x, y) = (centre + 0.37 * Double(side) * cosine(angle), centre + 0.37 * Double(side) * sine(angle))
            values.draw(disc: 60 + 180 * generator.nextUniform(), x: x, y: y, radius: 0.045 * Double(side), width: side)
        }
        return Picture(width: side, height: side, colour: .grey, pixels: values.map { UInt8($0) })
    }

    /// Mirrored, left becoming right.
    var mirrored: Picture { map { column, row in (width - 1 - column, row) } }
    /// Turned by a right angle.
    var turned: Picture { Picture.square(self) { column, row in (row, width - 1 - column) } }

    /// Without `left`, `top`, `right` and `bottom` pixels at its edges.
    func cut(left: Int, top: Int, right: Int, bottom: Int) -> Picture {
        let (w, h) = (width - left - right, height - top - bottom)
        let pixels = (0..<w * h).map { self.pixels[(top + $0 / w) * width + left + $0 % w] }
        return Picture(width: w, height: h, colour: colour, pixels: pixels)
    }

    /// Every value times `gain` plus `offset`.
    func brighter(gain: Double, offset: Double = 0) -> Picture {
        let pixels = self.pixels.map { UInt8(max(0, min(255, Double($0) * gain + offset))) }
        return Picture(width: width, height: height, colour: colour, pixels: pixels)
    }

    private func map(_ place: (Int, Int) -> (Int, Int)) -> Picture { Picture.square(self, place) }

    private static func square(_ picture: Picture, _ place: (Int, Int) -> (Int, Int)) -> Picture {
        let pixels = (0..<picture.pixelCount).map { index -> UInt8 in
            let (column, row) = place(index % picture.width, index / picture.width)
            return picture.pixels[row * picture.width + column]
        }
        return Picture(width: picture.width, height: picture.height, colour: picture.colour, pixels: pixels)
    }

    private static func cosine(_ angle: Double) -> Double { turn(angle).0 }
    private static func sine(_ angle: Double) -> Double { turn(angle).1 }

    /// Cosine and sine by halving the angle: no C library here.
    private static func turn(_ angle: Double) -> (Double, Double) {
        guard abs(angle) > 1e-4 else { return (1 - angle * angle / 2, angle) }
        let (c, s) = turn(angle / 2)
        return (c * c - s * s, 2 * s * c)
    }
}

extension [Double] {
    fileprivate mutating func draw(disc value: Double, x: Double, y: Double, radius: Double, width: Int) {
        for place in indices {
            let (dx, dy) = (Double(place % width) + 0.5 - x, Double(place / width) + 0.5 - y)
            if dx * dx + dy * dy < radius * radius { self[place] = value }
        }
    }
}
