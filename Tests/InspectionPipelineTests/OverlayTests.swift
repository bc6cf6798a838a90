import InspectionTypes
import Signals
import Testing

@testable import InspectionPipeline

@Suite struct OverlayTests {
    static let grey = Picture(width: 40, height: 30, colour: .grey, pixels: [UInt8](repeating: 120, count: 1200))

    static func pixel(_ picture: Picture, _ x: Int, _ y: Int) -> [UInt8] {
        Array(picture.pixels[3 * (y * picture.width + x)..<3 * (y * picture.width + x) + 3])
    }

    static func square(_ label: String = "crack") -> Region {
        Region(
            label: label, score: 1, box: .init(x: 10, y: 10, width: 6, height: 5), area: 30, length: 6, meanWidth: 5,
            largestWidth: 5, orientation: 0, polygons: [[10, 10, 16, 10, 16, 15, 10, 15]])
    }

    @Test func tintsTheInsideAndFramesItFromOutside() {
        let overlay = Overlay(fillOpacity: 0.5)
        let shown = overlay.draw([Self.square()], on: Self.grey)
        #expect(shown.colour == .rgb && shown.width == 40 && shown.height == 30)
        let colour = Overlay.palette[0]
        let inside = Self.pixel(shown, 12, 12)
        #expect(abs(Int(inside[0]) - (120 + Int(colour.red)) / 2) <= 1)
        #expect(abs(Int(inside[1]) - (120 + Int(colour.green)) / 2) <= 1)
        // The line lies on the ring around the square, a darker rim around that; beyond, nothing changes.
        #expect(Self.pixel(shown, 9, 12) == [colour.red, colour.green, colour.blue])
        #expect(Self.pixel(shown, 12, 15) == [colour.red, colour.green, colour.blue])
        #expect(Self.pixel(shown, 8, 12)[0] < 80)
        #expect(Self.pixel(shown, 6, 12) == [120, 120, 120])
    }

    @Test func colourPicturesKeepTheirColoursAndNoRegionChangesNothing() {
        let picture = Picture(
            width: 3, height: 2, colour: .rgb, pixels: (0..<18).map { UInt8($0 * 10) })
        #expect(Overlay().draw([], on: picture) == picture)
    }

    @Test func regionsAtTheBorderAreCut() {
        var region = Self.square()
        region.box = .init(x: 0, y: 0, width: 40, height: 30)
        region.polygons = [[0, 0, 40, 0, 40, 30, 0, 30]]
        let shown = Overlay(fillOpacity: 1, lineWidth: 4).draw([region], on: Self.grey)
        let colour = Overlay.palette[0]
        #expect(Self.pixel(shown, 0, 0) == [colour.red, colour.green, colour.blue])
        #expect(Self.pixel(shown, 39, 29) == [colour.red, colour.green, colour.blue])
    }

    @Test func labelsHaveColoursOfTheirOwn() {
        var other = Self.square("spall")
        other.box.x += 15
        other.polygons = [[25, 10, 31, 10, 31, 15, 25, 15]]
        let shown = Overlay(fillOpacity: 1).draw([other, Self.square()], on: Self.grey)
        #expect(Self.pixel(shown, 12, 12)[0] == Overlay.palette[0].red)
        #expect(Self.pixel(shown, 28, 12)[0] == Overlay.palette[1].red)
        let named = Overlay(colours: ["spall": RGBColor(red: 1, green: 2, blue: 3)], fillOpacity: 1)
        #expect(Self.pixel(named.draw([other], on: Self.grey), 28, 12) == [1, 2, 3])
    }

    @Test func heatIsStrongestWhereTheMapIsAndAbsentWhereItIsNegative() {
        let map = ActivationMap(width: 2, height: 1, values: [-3, 7])
        let shown = Overlay(heatOpacity: 1).draw(map, on: Self.grey)
        #expect(Self.pixel(shown, 0, 10) == [120, 120, 120])
        let hottest = ColorMap.ember(1)
        #expect(Self.pixel(shown, 39, 10) == [hottest.red, hottest.green, hottest.blue])
    }

    @Test func aMapCoversItsAreaOnly() {
        let map = ActivationMap(width: 1, height: 1, values: [2], area: .init(x: 10, y: -5, width: 20, height: 40))
        let shown = Overlay().draw(map, on: Self.grey)
        #expect(Self.pixel(shown, 9, 3) == [120, 120, 120])
        #expect(Self.pixel(shown, 10, 3) != [120, 120, 120])
        #expect(Self.pixel(shown, 30, 3) == [120, 120, 120])
    }

    @Test func aMapThatSpeaksForNothingLeavesThePicture() {
        let map = ActivationMap(width: 2, height: 2, values: [-1, 0, .nan, -2])
        let shown = Overlay().draw(map, on: Self.grey)
        #expect(shown.pixels.allSatisfy { $0 == 120 })
    }
}
