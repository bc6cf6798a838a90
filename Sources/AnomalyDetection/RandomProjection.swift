import InspectionTypes

/// Fewer numbers that keep distances nearly: `x·G/√target`, `G` of independent normal draws (Johnson and Lindenstrauss 1984).
///
/// Rows that have no more than `target` numbers stay as they are.
struct RandomProjection: Sendable {
    let target: Int
    /// `[source, target]`; empty where nothing is done.
    private let matrix: [Float]

    init(from source: Int, to target: Int, seed: UInt64) {
        self.target = min(source, target)
        guard source > target else {
            matrix = []
            return
        }
        var generator = SeededGenerator(seed: seed, stream: "projection")
        let scale = 1 / Double(target).squareRoot()
        matrix = (0..<source * target).map { _ in Float(generator.nextNormal() * scale) }
    }

    func project(_ row: some Collection<Float>) -> [Float] {
        guard !matrix.isEmpty else { return Array(row) }
        var result = [Float](repeating: 0, count: target)
        matrix.withUnsafeBufferPointer { matrix in
            result.withUnsafeMutableBufferPointer { result in
                for (place, value) in row.enumerated() {
                    let start = place * result.count
                    for column in 0..<result.count { result[column] += value * matrix[start + column] }
                }
            }
        }
        return result
    }
}
