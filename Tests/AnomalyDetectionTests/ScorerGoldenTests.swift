import AnomalyDetection
import Testing

@Suite struct ScorerGoldenTests {
    @Test(arguments: try Goldens.all.get().scorers)
    func nearestNeighboursAreThoseOfScikitLearn(_ golden: Goldens.Scorers) throws {
        let bank = Goldens.rows(golden.bank, golden.dimension)
        let queries = Goldens.rows(golden.queries, golden.dimension)
        for (count, expected) in golden.nearest {
            let scorer = NearestNeighbourScorer(bank: bank, neighbours: try #require(Int(count)))
            for row in 0..<queries.count {
                #expect(isClose(scorer.score(queries[row]), expected.scores[row], within: 1e-5))
                #expect(scorer.nearest(queries[row])[0].row == expected.first[row])
            }
        }
    }

    @Test(arguments: try Goldens.all.get().scorers)
    func theShrunkMahalanobisDistanceIsThatOfScikitLearn(_ golden: Goldens.Scorers) throws {
        let scorer = try MahalanobisScorer(fitting: Goldens.rows(golden.bank, golden.dimension))
        #expect(isClose(scorer.shrinkage, golden.shrinkage, within: 1e-6))
        let queries = Goldens.rows(golden.queries, golden.dimension)
        for row in 0..<queries.count {
            #expect(isClose(scorer.score(queries[row]), golden.mahalanobis[row], within: 1e-5))
        }
    }

    @Test(arguments: try Goldens.all.get().scorers)
    func localDensityIsThatOfItsFormula(_ golden: Goldens.Scorers) throws {
        let bank = Goldens.rows(golden.bank, golden.dimension)
        let queries = Goldens.rows(golden.queries, golden.dimension)
        for (count, expected) in golden.localDensity {
            let scorer = LocalDensityScorer(bank: bank, reference: bank, neighbours: try #require(Int(count)))
            for (spacing, known) in zip(scorer.spacings, expected.spacings) {
                #expect(isClose(Double(spacing), known, within: 1e-4))
            }
            for row in 0..<queries.count {
                #expect(isClose(scorer.score(queries[row]), expected.scores[row], within: 1e-4))
            }
        }
    }

    @Test func outsideOfPairsLocalDensityIsTheLocalOutlierFactor() throws {
        let golden = try Goldens.all.get().outlierFactor
        let bank = Goldens.rows(golden.bank, golden.dimension)
        let scorer = LocalDensityScorer(bank: bank, reference: bank, neighbours: 1)
        let queries = Goldens.rows(golden.queries, golden.dimension)
        #expect(golden.scores.count == 10)
        for row in 0..<queries.count {
            #expect(isClose(scorer.score(queries[row]), golden.scores[row], within: 1e-4))
        }
    }

    @Test func rowsOfARecordingAreNoNeighboursOfEachOther() {
        var rows = Embeddings(dimension: 1)
        rows.append([0, 0.1, 0.2], recording: 0)
        rows.append([5], recording: 1)
        rows.append([9], recording: 2)
        let scorer = LocalDensityScorer(bank: rows, reference: rows, neighbours: 1)
        #expect(scorer.spacings == [5, 4.9, 4.8, 4, 4])
    }

    @Test func rowsWithoutASpreadHaveNoMahalanobisDistance() {
        var rows = Embeddings(dimension: 3)
        for recording in 0..<5 { rows.append([1, 2, 3], recording: recording) }
        #expect(throws: AnomalyError.self) { try MahalanobisScorer(fitting: rows) }
        #expect(throws: AnomalyError.self) { try MahalanobisScorer(fitting: Embeddings(dimension: 3)) }
    }
}
