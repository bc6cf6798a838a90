import NeuralNetworks
import Testing

@Suite("Smoothing by fitted polynomials")
struct SavitzkyGolayTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let window, order: Int
        let expected: [Double]
        var testDescription: String { "window \(window), order \(order)" }
    }

    private static let numbers: [Double] = [3, -1, 4, 1, -5, 9, 2, -6, 5]

    @Test(
        "ends and middle are SciPy's",
        arguments: [
            // scipy.signal.savgol_filter(numbers, window, order), mode "interp"
            Case(
                window: 5, order: 2,
                expected: [
                    1.4857142857, 2.6571428571, 2.1142857143, -0.5428571429, 0.4857142857, 3.7714285714, 2.0, 2.0, 1.0,
                ]),
            Case(
                window: 7, order: 2,
                expected: [
                    2.4285714286, 1.2857142857, 0.7142857143, 0.7142857143, 2.7142857143, 0.5714285714, 0.6428571429,
                    1.1428571429, 2.0714285714,
                ]),
            Case(
                window: 3, order: 0,
                expected: [2.0, 2.0, 1.3333333333, 0.0, 1.6666666667, 2.0, 1.6666666667, 0.3333333333, 0.3333333333]),
        ])
    func matchesSciPy(_ test: Case) {
        let count = Self.numbers.count
        let matrix = SavitzkyGolay.matrix(count: count, window: test.window, order: test.order)
        for place in 0..<count {
            var smoothed = 0.0
            for (row, number) in Self.numbers.enumerated() { smoothed += number * matrix[row * count + place] }
            #expect(abs(smoothed - test.expected[place]) <= 1e-9, "number \(place)")
        }
    }

    @Test("a polynomial of that order is left as it is, up to the ends")
    func polynomials() {
        let matrix = SavitzkyGolay.matrix(count: 20, window: 13, order: 2)
        let values: [Double] = (0..<20).map { place in
            let t = Double(place)
            return 2 - 0.5 * t + 0.03 * t * t
        }
        for place in 0..<20 {
            var smoothed = 0.0
            for row in 0..<20 { smoothed += values[row] * matrix[row * 20 + place] }
            #expect(abs(smoothed - values[place]) <= 1e-10)
        }
    }
}
