import AnomalyDetection
import InspectionTypes
import Testing

@Suite struct OutlierSearchTests {
    struct Cloud: CustomTestStringConvertible, Sendable {
        var recordings: Int
        var dimension: Int
        var form: EmbeddingSpace.Form
        var testDescription: String { "\(recordings) recordings, \(dimension) numbers, \(form)" }
    }

    @Test(arguments: [
        Cloud(recordings: 20, dimension: 2, form: .plain), Cloud(recordings: 60, dimension: 3, form: .plain),
        Cloud(recordings: 60, dimension: 8, form: .plain), Cloud(recordings: 100, dimension: 64, form: .unit),
        Cloud(recordings: 100, dimension: 16, form: .unit), Cloud(recordings: 10, dimension: 32, form: .unit),
    ])
    func ofACloudOfNormalRecordingsHardlyAnyIsAccused(_ cloud: Cloud) throws {
        let rounds = 2000 / cloud.recordings
        let accused = try (0..<rounds).reduce(0) { sum, round in
            let embeddings = Samples.embeddings(
                recordings: cloud.recordings, windows: 2, dimension: cloud.dimension, seed: UInt64(round + 1))
            return try sum + OutlierSearch(embeddings, form: cloud.form).suspects.count
        }
        #expect(accused * 200 < rounds * cloud.recordings, "\(accused) of \(rounds * cloud.recordings)")
    }

    @Test(arguments: [1, 3])
    func strangersAmongTheNormalAreFoundAndNamed(_ count: Int) throws {
        for seed in 1...5 as ClosedRange<UInt64> {
            var embeddings = Samples.embeddings(machines: 2, recordings: 40, dimension: 16, seed: seed)
            // All of one kind, near each other and far from the rest of the first machine.
            let strangers = Samples.embeddings(recordings: count, dimension: 16, spread: 0.3, seed: 100 + seed)
            for row in 0..<strangers.count {
                embeddings.append(
                    strangers[row].map { -3 * $0 }, machine: 0, recording: 500 + strangers.recordings[row])
            }
            let search = try OutlierSearch(embeddings)
            #expect(Set(search.suspects.map(\.recording)) == Set(500..<500 + count))
            #expect(search.suspects.allSatisfy { $0.machine == 0 && $0.score > 1.5 })
            #expect(search.scores.count == 80 + count)
        }
    }

    @Test func ofFewRecordingsOrEqualOnesNothingIsSaid() throws {
        #expect(try OutlierSearch(Samples.embeddings(recordings: 5, dimension: 4)).suspects.isEmpty)
        var silent = Embeddings(dimension: 4)
        for recording in 0..<30 { silent.append([0, 0, 0, 0], recording: recording) }
        #expect(try OutlierSearch(silent).suspects.isEmpty)
        silent.append([.nan, 0, 0, 0], recording: 31)
        #expect(throws: AnomalyError.self) { try OutlierSearch(silent) }
    }

    @Test func aGapIsNeededForAnAccusation() {
        // A tail without a gap: each a little higher than the one before.
        let even = (0..<40).map { 1 + 0.001 * Double($0) }
        let tail = even + (1...20).map { 1.04 + 0.02 * Double($0) }
        #expect(OutlierSearch.standouts(tail).isEmpty)
        let apart = even + [3, 2.9]
        #expect(OutlierSearch.standouts(apart).map(\.place) == [40, 41])
    }
}
