import AnomalyDetection
import InspectionTypes
import Testing

/// Distances of what was learnt from fewer recordings and from more must mean the same, for thresholds come from folds.
@Suite struct KinMahalanobisUnitTests {
    /// As many dimensions as recordings: where the plain distance of a new one grows fastest.
    private static let dimension = 48

    private static func rows(_ count: Int, _ generator: inout SeededGenerator) -> Embeddings {
        var rows = Embeddings(dimension: dimension)
        for recording in 0..<count {
            // Levels that fall off steeply, as spectra do, so that shrinkage stays small.
            rows.append(
                (0..<dimension).map { Float(generator.nextNormal() / Double(1 + $0 * $0)) }, machine: recording % 2,
                recording: recording)
        }
        return rows
    }

    @Test func newRecordingsAreAsFarAwayHoweverManyWereLearntFrom() throws {
        var generator = SeededGenerator(seed: 12)
        let later = Self.rows(100, &generator)
        let means = try [36, 48, 96].map { count in
            let distance = try KinMahalanobis(fitting: Self.rows(count, &generator), types: [0, 0])
            return (0..<later.count).reduce(0.0) { $0 + distance.scores(later[$1])[later.machines[$1]] } / 100
        }
        for mean in means { #expect((0.8...1.25).contains(mean), "\(means)") }
    }
}
