import NeuralNetworks

/// A spectrum without its level and broad colour: what is left are its lines.
///
/// From each band the value at its place of the parabola is subtracted that fits the bands around it best (``SavitzkyGolay``). It is a fixed
/// matrix, and leaves of every parabola 0.
struct SpectrumDetrend: Sendable {
    let bandCount: Int
    /// `[row, column]` in row-major order.
    let matrix: [Double]

    /// - Parameter window: bands around each one, an odd number; fewer where there are fewer.
    init(bandCount: Int, window: Int) {
        precondition(bandCount > 3, "SpectrumDetrend: \(bandCount) bands")
        let window = min(window, bandCount - (bandCount + 1) % 2)
        let smooth = SavitzkyGolay.matrix(count: bandCount, window: window, order: 2)
        self.bandCount = bandCount
        matrix = (0..<bandCount * bandCount).map { place in
            let (row, column) = (place / bandCount, place % bandCount)
            return (row == column ? 1 : 0) - smooth[column * bandCount + row]
        }
    }

    func apply(_ values: some RandomAccessCollection<Float>) -> [Float] {
        let values = Array(values)
        return (0..<bandCount).map { row in
            Float((0..<bandCount).reduce(0.0) { $0 + matrix[row * bandCount + $1] * Double(values[$1]) })
        }
    }
}
