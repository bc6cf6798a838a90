import AnomalyDetection
import InspectionTypes
import Testing

@Suite struct CoresetSamplerTests {
    /// The largest distance of any row to the nearest kept one.
    static func coveringRadius(of rows: Embeddings, by kept: Embeddings) -> Double {
        let scorer = NearestNeighbourScorer(bank: kept)
        return (0..<rows.count).map { scorer.score(rows[$0]) }.max() ?? 0
    }

    @Test func whatFitsIsKeptWhole() {
        let rows = Samples.embeddings(recordings: 10, dimension: 8)
        var sampler = CoresetSampler(dimension: 8, budget: 30 * 8 * 4, seed: 1)
        sampler.offer(rows)
        let (kept, positions) = sampler.finish()
        #expect(kept == rows)
        #expect(positions == Array(0..<30))
    }

    @Test(arguments: [4, 100])
    func aStreamIsCoveredNearlyAsWellAsIfItHadFitted(_ dimension: Int) {
        let rows = Samples.embeddings(recordings: 400, windows: 2, dimension: dimension)
        let capacity = 50
        var stream = CoresetSampler(dimension: dimension, budget: capacity * dimension * 4, seed: 1)
        var most = 0
        for row in 0..<rows.count {
            stream.offer(rows[row], recording: rows.recordings[row])
            most = max(most, stream.count)
        }
        #expect(most <= 2 * capacity)
        let (kept, positions) = stream.finish()
        #expect(kept.count == capacity)
        #expect(stream.radius > 0)
        for (row, position) in positions.enumerated() {
            #expect(kept[row] == rows[position])
            #expect(kept.recordings[row] == rows.recordings[position])
        }
        // As many rows at random leave some far from all.
        var generator = SeededGenerator(seed: 3)
        let random = rows.selecting(Array((0..<rows.count).shuffled(using: &generator).prefix(capacity)))
        let radius = Self.coveringRadius(of: rows, by: kept)
        if dimension == 4 { #expect(radius < 0.85 * Self.coveringRadius(of: rows, by: random)) }
        #expect(radius < 1.05 * Self.coveringRadius(of: rows, by: random))
    }

    @Test func everyClusterKeepsARow() {
        var rows = Embeddings(dimension: 2)
        // A thousand rows in one place and one far off, at the beginning, where a stream forgets it most easily.
        rows.append([100, 100], recording: 7)
        var generator = SeededGenerator(seed: 2)
        for recording in 0..<1000 {
            rows.append([Float(generator.nextNormal()), Float(generator.nextNormal())], recording: recording + 10)
        }
        var sampler = CoresetSampler(dimension: 2, budget: 10 * 2 * 4, seed: 1)
        sampler.offer(rows)
        let (kept, _) = sampler.finish()
        #expect(kept.count <= 10)
        #expect(kept.recordings.contains(7))
    }

    @Test func aSeedGivesTheSameRows() {
        let rows = Samples.embeddings(recordings: 200, dimension: 80)
        func positions(_ seed: UInt64) -> [Int] {
            var sampler = CoresetSampler(dimension: 80, budget: 40 * 80 * 4, seed: seed)
            sampler.offer(rows)
            return sampler.finish().positions
        }
        #expect(positions(1) == positions(1))
        #expect(positions(1) != positions(2))
    }

    @Test func repeatedRowsTakeNoRoom() {
        var sampler = CoresetSampler(dimension: 2, budget: 5 * 2 * 4, seed: 1)
        for recording in 0..<100 { sampler.offer([Float(recording % 3), 1], recording: recording) }
        #expect(sampler.finish().rows.count == 3)
    }
}
