import InspectionTypes
import Testing

@testable import Augmentation

@Suite struct CropPlannerTests {
    /// A mask with a bar of `thickness` rows across its width.
    static func bar(width: Int, height: Int, row: Int, thickness: Int = 1) -> Mask {
        var mask = Mask(width: width, height: height)
        for place in row * width..<(row + thickness) * width { mask.values[place] = 1 }
        return mask
    }

    @Test func aSampleStandsForTheWholeDefect() {
        let mask = Self.bar(width: 4000, height: 20, row: 7)
        let sample = PixelSample(mask)
        #expect(sample.count == 4000 && sample.places.count == PixelSample.most)
        #expect(sample.places.allSatisfy { $0.row == 7 })
        let columns = sample.places.map { Int($0.column) }
        // One of each stretch of 4000/256 columns.
        for (stretch, column) in columns.enumerated() {
            #expect((stretch * 4000 / 256..<(stretch + 1) * 4000 / 256).contains(column))
        }
        let small = PixelSample(Self.bar(width: 10, height: 10, row: 2))
        #expect(small.places == (0..<10).map { PixelPlace(column: $0, row: 2) })
        #expect(PixelSample(Mask(width: 8, height: 8)).places.isEmpty)
    }

    @Test func falseAlarmsAreWhatTheMaskDoesNotHold() {
        var map = ProbabilityMap(width: 10, height: 10, levels: [UInt8](repeating: 0, count: 100))
        for column in 0..<10 {
            map.levels[20 + column] = 200
            map.levels[50 + column] = 128
            map.levels[80 + column] = 127
        }
        let alarms = PixelSample(falseAlarmsOf: map, threshold: 0.5, mask: Self.bar(width: 10, height: 10, row: 2))
        #expect(alarms.count == 10 && alarms.places.allSatisfy { $0.row == 5 })
        #expect(PixelSample(falseAlarmsOf: map, threshold: 0.5, mask: nil).count == 20)
    }

    @Test func theSettledShareOfCropsLiesOnDefects() {
        // A bar one pixel high in 1000 rows: a crop of 50 anywhere shows it in 1 of 19 cases.
        let masks = (0..<10).map { Self.bar(width: 1000, height: 1000, row: 90 * $0 + 40) }
        let planner = CropPlanner(masks.map { PixelSample($0) }, width: 50, height: 50, seed: 3)
        let crops = planner.crops(epoch: 0, count: 2000)
        #expect(crops.count == 2000)
        #expect(crops.map(\.item) == Array(0..<2000))
        #expect(crops.allSatisfy { (0...950).contains($0.column) && (0...950).contains($0.row) })
        let showing = crops.count { ($0.row..<$0.row + 50).contains(90 * $0.picture + 40) }
        #expect(abs(Double(showing) / 2000 - (0.7 + 0.3 / 19)) < 0.03)
        for picture in 0..<10 { #expect(abs(crops.count { $0.picture == picture } - 200) <= 2) }
    }

    @Test func picturesWithoutADefectGetTheirShare() {
        let masks = (0..<36).map { _ in PixelSample(Self.bar(width: 100, height: 100, row: 50)) }
        let negatives = (0..<4).map { _ in PixelSample(width: 100, height: 100) }
        var settings = CropSettings()
        let count = { (settings: CropSettings, negatives: [PixelSample]) in
            CropPlanner(masks + negatives, width: 50, height: 50, settings: settings, seed: 3)
                .crops(epoch: 1, count: 1000).count { $0.picture >= 36 }
        }
        #expect(count(settings, negatives) == 100)
        #expect(count(settings, Array(negatives[..<1])) == 100, "at least a tenth")
        settings.negativeShare = 0.3
        #expect(count(settings, negatives) == 300)
        #expect(count(settings, []) == 0)
    }

    @Test func aPictureCountsForTheCropsThatFitIntoIt() {
        let planner = CropPlanner(
            [
                PixelSample(Self.bar(width: 64, height: 64, row: 9)),
                PixelSample(Self.bar(width: 256, height: 128, row: 9)),
            ],
            width: 64, height: 64, seed: 3)
        #expect(planner.cropCount == 9)
        let crops = planner.crops(epoch: 0, count: 900)
        #expect(abs(crops.count { $0.picture == 0 } - 100) <= 2)
    }

    @Test func aPictureSmallerThanTheCropLiesInItsMiddle() {
        let planner = CropPlanner(
            [PixelSample(Self.bar(width: 40, height: 200, row: 9))], width: 64, height: 64, seed: 3)
        let crops = planner.crops(epoch: 0, count: 50)
        #expect(crops.allSatisfy { $0.column == -12 && (0...136).contains($0.row) })
    }

    @Test func seedEpochAndReportsDecide() {
        let samples = (0..<6).map { PixelSample(Self.bar(width: 300, height: 300, row: 40 * $0)) }
        let planner = CropPlanner(samples, width: 64, height: 64, seed: 3)
        let first = planner.crops(epoch: 4)
        #expect(first == planner.crops(epoch: 4))
        #expect(first != planner.crops(epoch: 5))
        #expect(first != CropPlanner(samples, width: 64, height: 64, seed: 4).crops(epoch: 4))
    }

    @Test func falseAlarmsDrawCropsToTheirPictureAndPlace() {
        let negatives = (0..<10).map { _ in PixelSample(width: 1000, height: 1000) }
        let planner = CropPlanner(negatives, width: 50, height: 50, seed: 3)
        var hard = HardNegatives()
        hard.report(picture: 7, falsePositives: 500, places: [PixelPlace(column: 900, row: 100)])
        for picture in 0..<7 { hard.report(picture: picture, falsePositives: 0) }
        // Weights: 3 for picture 7, 1 for nine others.
        let crops = planner.crops(epoch: 0, count: 1200, hard: hard)
        let drawn = crops.filter { $0.picture == 7 }
        #expect(abs(drawn.count - 300) <= 2)
        let near = drawn.count { (851...900).contains($0.column) && (51...100).contains($0.row) }
        #expect(abs(Double(near) / Double(drawn.count) - 0.5) < 0.08)
        #expect(abs(planner.crops(epoch: 0, count: 1200).count { $0.picture == 7 } - 120) <= 2)
    }

    @Test func reportsAreReplacedAndBounded() {
        var hard = HardNegatives()
        #expect(hard.weights(of: 0..<3) == [1, 1, 1])
        hard.report(picture: 1, falsePositives: 100)
        hard.report(picture: 2, falsePositives: 300)
        // The mean of the two is 200.
        #expect(hard.weights(of: 0..<3) == [1, 2, 4])
        hard.report(picture: 2, falsePositives: 0)
        #expect(hard.weights(of: 0..<3) == [1, 3, 1])
        // A handful of pixels is no reason to look again.
        hard.report(picture: 1, falsePositives: 4)
        #expect(hard.weights(of: 0..<3) == [1, 1.25, 1])
        for picture in 3..<30 { hard.report(picture: picture, falsePositives: 1) }
        hard.report(picture: 0, falsePositives: 1_000_000)
        #expect(hard.weights(of: 0..<1) == [3])
        #expect(hard.weights(of: 0..<30)[0] == hard.limit)
    }

    @Test(arguments: [(64, 64), (100, 64), (129, 200), (40, 70)])
    func coveringCropsCoverEveryPixel(width: Int, height: Int) {
        let planner = CropPlanner([PixelSample(width: width, height: height)], width: 64, height: 64, seed: 0)
        var seen = [Bool](repeating: false, count: width * height)
        let crops = planner.covering()
        for crop in crops {
            for row in max(0, crop.row)..<min(height, crop.row + 64) {
                for column in max(0, crop.column)..<min(width, crop.column + 64) { seen[row * width + column] = true }
            }
        }
        #expect(seen.allSatisfy { $0 })
        #expect(crops.count == ((width + 63) / 64) * ((height + 63) / 64))
    }
}
