import FoundationEssentials
import InspectionTypes
import Media
import Testing

@testable import Synthesis

@Suite struct PictureSynthesizerTests {
    @Test(arguments: SyntheticCasting.allCases)
    func castingsRepeat(_ casting: SyntheticCasting) {
        let picture = casting.render(number: 3, seed: 5, size: 96)
        #expect(picture.width == 96 && picture.height == 96 && picture.colour == .grey)
        #expect(casting.render(number: 3, seed: 5, size: 96) == picture)
        #expect(casting.render(number: 4, seed: 5, size: 96) != picture)
        #expect(casting.render(number: 3, seed: 6, size: 96) != picture)
        #expect(casting.render(number: 3, seed: 5, size: 96, colour: .rgb).channelCount == 3)
    }

    @Test func classNamesSayWhetherAllIsWell() {
        for casting in SyntheticCasting.allCases {
            #expect(DefectWords.isNormal(casting.className) == (casting == .ok))
            #expect(DefectWords.isDefect(casting.className) == (casting != .ok))
        }
    }

    /// A defect changes some pixels by much and most by nothing: the same part with and without it.
    @Test(arguments: [SyntheticCasting.blowHole, .crack, .shrinkage], 1...6)
    func defectsDarkenAFewPixelsOfTheFace(_ casting: SyntheticCasting, number: Int) {
        var draw = Draw(generator: SeededGenerator(seed: UInt64(number), stream: casting.rawValue))
        let shape = CastingShape(size: 160, &draw)
        let sound = shape.render()
        var plane = sound
        let defect = CastingDefect(shape: shape)
        switch casting {
        case .blowHole: defect.addBlowHoles(to: &plane, &draw)
        case .crack: defect.addCrack(to: &plane, &draw)
        default: defect.addShrinkage(to: &plane, &draw)
        }
        let darker = zip(plane.values, sound.values).count { $0 < $1 - 0.05 }
        let brighter = zip(plane.values, sound.values).count { $0 > $1 + 0.3 }
        #expect(darker >= 6)
        #expect(darker < 160 * 160 / 20)
        #expect(brighter == 0)
    }

    @Test func aSoundPartsTracesAreFainterThanDefects() {
        func loss(_ change: (CastingDefect, inout BrightnessPlane, inout Draw) -> Void) -> Float {
            (0..<20).reduce(Float(0)) { sum, number in
                var draw = Draw(generator: SeededGenerator(seed: UInt64(number), stream: "trace"))
                let shape = CastingShape(size: 160, &draw)
                let sound = shape.render()
                var plane = sound
                change(CastingDefect(shape: shape), &plane, &draw)
                let loss = zip(sound.values, plane.values).reduce(Float(0)) { $0 + max(0, $1.0 - $1.1) }
                return sum + loss / 20
            }
        }
        let traces = loss { $0.addHarmlessTraces(to: &$1, &$2) }
        #expect(loss { $0.addBlowHoles(to: &$1, &$2) } > 4 * traces)
        #expect(loss { $0.addCrack(to: &$1, &$2) } > 4 * traces)
        #expect(loss { $0.addShrinkage(to: &$1, &$2) } > 4 * traces)
    }

    @Test(arguments: 1...12)
    func aCracksMaskIsWhereTheWallIsDarker(number: Int) {
        let (picture, mask) = SyntheticWall.cracked.render(number: number, seed: 9, colour: .grey)
        #expect(picture.width == 256 && mask.width == 256 && mask.height == 256)
        #expect(mask.area > 40 && mask.area < 256 * 256 / 5)
        // The surroundings: within three to eight pixels of the crack.
        var near = mask
        for (index, value) in mask.values.enumerated() where value != 0 {
            let (x, y) = (index % 256, index / 256)
            for row in max(0, y - 8)...min(255, y + 8) {
                for column in max(0, x - 8)...min(255, x + 8) { near.values[row * 256 + column] = 1 }
            }
        }
        func mean(_ isCounted: (Int) -> Bool) -> Double {
            let counted = picture.pixels.indices.filter(isCounted)
            return counted.reduce(0.0) { $0 + Double(picture.pixels[$1]) } / Double(max(1, counted.count))
        }
        let inside = mean { mask.values[$0] != 0 }
        let outside = mean { mask.values[$0] == 0 && near.values[$0] != 0 }
        #expect(inside < outside - 6, "inside \(inside), outside \(outside)")
    }

    @Test func wallsRepeatAndThoseWithoutACrackHaveAnEmptyMask() {
        for wall in SyntheticWall.allCases {
            let (picture, mask) = wall.render(number: 2, seed: 1, size: 128)
            let again = wall.render(number: 2, seed: 1, size: 128)
            #expect(again.picture == picture && again.mask == mask)
            #expect(wall.render(number: 3, seed: 1, size: 128).picture != picture)
            #expect((mask.area == 0) == (wall == .uncracked))
        }
    }

    /// A straight stroke's mask is the bar that it was drawn as.
    @Test func aStrokeCoversItsWidth() {
        var cover = BrightnessPlane(width: 40, height: 20)
        Stroke(points: [.init(x: 5, y: 10, radius: 3), .init(x: 35, y: 10, radius: 3)]).cover(&cover)
        for row in 0..<20 { #expect((cover.values[row * 40 + 20] >= 0.5) == (7..<13).contains(row)) }
        #expect(cover.values[10 * 40 + 1] == 0 && cover.values[10 * 40 + 38] == 0)
    }

    @Test func writesClassFoldersAndMasks() throws {
        let folder = SoundSynthesizerTests.temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func names(_ path: String) throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: folder + "/" + path).sorted()
        }
        var seen: [Int] = []
        let castings = try CastingSynthesizer(seed: 4, picturesPerClass: 2, size: 64).write(to: folder + "/castings") {
            seen.append($0)
            #expect($1 == 8)
        }
        #expect(castings == 8 && seen == Array(1...8))
        #expect(try names("castings") == ["blow_hole_defect", "crack", "ok", "shrinkage_defect"])
        #expect(try names("castings/ok") == ["casting_4_0001.jpg", "casting_4_0002.jpg"])

        #expect(try WallSynthesizer(picturesPerKind: 1, firstNumber: 7, size: 64).write(to: folder + "/walls") == 2)
        #expect(try names("walls/images") == ["crack_0007.jpg", "noncrack_0007.jpg"])
        #expect(try names("walls/masks") == ["crack_0007.png", "noncrack_0007.png"])
        let mask = try PictureFile.readMask(folder + "/walls/masks/crack_0007.png")
        let drawn = SyntheticWall.cracked.render(number: 7, seed: 0, size: 64).mask
        #expect(mask == drawn && drawn.area > 0)
    }

    @Test func saysWhereItCannotWrite() {
        #expect { try WallSynthesizer(picturesPerKind: 1).write(to: "/proc/none") } throws: {
            ($0 as? SynthesisError)?.message.contains("/proc/none") ?? false
        }
    }
}
