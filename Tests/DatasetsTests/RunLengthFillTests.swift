import InspectionTypes
import Testing

@testable import Datasets

@Suite struct RunLengthFillTests {
    @Test func runLengthsGoColumnByColumn() {
        var mask = Mask(width: 3, height: 2)
        RunLengthFill.fill([1, 2, 2, 1], into: &mask)
        #expect(mask.values == [0, 1, 0, 1, 0, 1])
    }
}
