import Foundation
import InspectionTypes
import Signals
import Testing

@Suite struct PolygonFillTests {
    struct Golden: Decodable, Sendable, CustomTestStringConvertible {
        var name: String
        var width: Int
        var height: Int
        var polygons: [[Double]]
        /// By matplotlib: centres of pixels, even-odd.
        var centres: [String]
        /// By Pillow, which draws the outline as well.
        var pillow: [String]
        var testDescription: String { name }

        private struct File: Decodable { var cases: [Golden] }

        static let all: [Golden] = {
            let file = SignalsTests.Golden.folder.appending(path: "polygons.json")
            return (try? JSONDecoder().decode(File.self, from: Data(contentsOf: file)).cases) ?? []
        }()

        func values(_ rows: [String]) -> [UInt8] {
            rows.flatMap { row in
                let bits = UInt64(row, radix: 16) ?? 0
                return (0..<width).map { UInt8(bits >> UInt64(width - 1 - $0) & 1) }
            }
        }
    }

    @Test func theGoldensAreThere() { #expect(Golden.all.count == 6) }

    @Test(arguments: Golden.all)
    func fillsThePixelsWhoseCentresAreInside(golden: Golden) {
        let mask = Mask(width: golden.width, height: golden.height, polygons: golden.polygons, rule: .union)
        #expect(mask.values == golden.values(golden.centres))
    }

    /// Pillow marks the outline as well, tips narrower than a pixel included: of its pixels up to one in twenty may be farther than one from ours.
    @Test(arguments: Golden.all)
    func isWithinAPixelOfPillow(golden: Golden) {
        let own = Mask(width: golden.width, height: golden.height, polygons: golden.polygons, rule: .union).values
        let pillow = golden.values(golden.pillow)
        func isNear(_ values: [UInt8], _ place: Int) -> Bool {
            let (column, row) = (place % golden.width, place / golden.width)
            return (max(0, row - 1)...min(golden.height - 1, row + 1)).contains { y in
                (max(0, column - 1)...min(golden.width - 1, column + 1)).contains { values[y * golden.width + $0] == 1 }
            }
        }
        // An outline narrower than a pixel may hold no centre: Pillow draws it, we do not.
        guard own.contains(1) else { return }
        let missed = own.indices.count { own[$0] == 1 && !isNear(pillow, $0) }
        let strays = own.indices.count { pillow[$0] == 1 && !isNear(own, $0) }
        #expect(missed == 0)
        #expect(20 * strays <= pillow.count { $0 == 1 })
    }

    /// A square in a square, and one beside it that overlaps the outer one by a column.
    @Test func theRuleSaysWhatAnOutlineWithinAnotherMeans() {
        let squares: [[Double]] = [[1, 1, 6, 1, 6, 6, 1, 6], [2, 2, 4, 2, 4, 4, 2, 4], [5, 0, 7, 0, 7, 2, 5, 2]]
        let union = Mask(width: 8, height: 8, polygons: squares, rule: .union)
        let evenOdd = Mask(width: 8, height: 8, polygons: squares, rule: .evenOdd)
        #expect(union.area == 25 + 3)
        #expect(evenOdd.area == 25 - 4 + 3 - 1)
        #expect(union.values[3 * 8 + 3] == 1 && evenOdd.values[3 * 8 + 3] == 0)
        #expect(union.values[1 * 8 + 5] == 1 && evenOdd.values[1 * 8 + 5] == 0)
        #expect(Mask(width: 8, height: 8, polygons: [[1, 1, 6, 1]], rule: .union).area == 0)
    }
}
