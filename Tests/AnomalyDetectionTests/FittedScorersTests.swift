import AnomalyDetection
import InspectionTypes
import Testing

@Suite struct FittedScorersTests {
    static let everything = ScoringRecipe(
        [.nearest(neighbours: 1), .mahalanobis, .localDensity(neighbours: 2)], fusion: .mean)

    @Test func heldOutScoresHaveMeanZeroAndDeviationOneForEveryMachine() throws {
        let embeddings = Samples.embeddings(machines: 3, recordings: 20, dimension: 10)
        for recipe in [.nearestNeighbour, Self.everything] {
            let fitted = try FittedScorers(embeddings, machines: ["a", "b", "c"], candidates: [recipe])
            for machine in 0..<3 {
                let scores = embeddings.rows(ofMachine: machine).map { fitted.heldOut[$0] }
                let mean = scores.reduce(0, +) / 60
                let variance = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 59
                #expect(abs(mean) < 1e-9 && abs(variance - 1) < 1e-9)
            }
        }
    }

    @Test func aRecordingIsHeldOutWithAllItsWindows() throws {
        // Windows of a recording are alike; were they their own neighbours, all scores would be near those of the bank's own rows.
        let embeddings = Samples.embeddings(recordings: 30, windows: 4, dimension: 8)
        let fitted = try FittedScorers(embeddings, machines: ["a"], candidates: [.nearestNeighbour])
        let own = (0..<embeddings.count).map { fitted.scorers.scores(embeddings[$0])[0] }
        #expect(zip(own, fitted.heldOut).allSatisfy { $0 < $1 })
        // New recordings of the machine score as the held-out ones did.
        let more = Samples.embeddings(recordings: 60, windows: 4, dimension: 8)
        let rest = (0..<more.count).filter { more.recordings[$0] >= 30 }
        let scores = fitted.scorers.scores(of: more.selecting(rest)).map { $0[0] }
        let mean = scores.reduce(0, +) / Double(scores.count)
        #expect(abs(mean) < 0.5)
    }

    @Test func theBudgetHoldsForAllMachinesTogether() throws {
        var embeddings = Samples.embeddings(machines: 3, recordings: 40, dimension: 16)
        embeddings.append(Samples.embeddings(recordings: 1, windows: 2, dimension: 16)[0], machine: 3, recording: 900)
        let budget = 100 * 16 * 4
        let fitted = try FittedScorers(
            embeddings, machines: ["a", "b", "c", "d"], candidates: [.nearestNeighbour],
            options: FittingOptions(budget: budget))
        #expect(fitted.scorers.bank.count <= 100)
        #expect(fitted.scorers.ranges.map(\.count) == [33, 33, 33, 1])
        for (machine, range) in fitted.scorers.ranges.enumerated() {
            #expect(Set(fitted.scorers.bank.machines[range]) == [machine])
        }
    }

    @Test func theBankKnowsWhichRecordingEachRowCameFrom() throws {
        let embeddings = Samples.embeddings(machines: 2, recordings: 10, windows: 1, dimension: 8)
        let fitted = try FittedScorers(embeddings, machines: ["a", "b"], candidates: [.nearestNeighbour])
        for row in 0..<embeddings.count {
            let nearest = fitted.scorers.nearest(embeddings[row])[embeddings.machines[row]]
            #expect(fitted.scorers.bank.recordings[nearest] == embeddings.recordings[row])
        }
    }

    @Test func aSingleRecordingIsLearntWithACaveat() throws {
        let fitted = try FittedScorers(
            Samples.embeddings(recordings: 1, windows: 12, dimension: 8), machines: ["pump"],
            candidates: [Self.everything])
        #expect(fitted.caveats.count == 1 && fitted.caveats[0].contains("pump"))
        #expect(fitted.heldOut.allSatisfy { $0.isFinite })
        let window = try FittedScorers(
            Samples.embeddings(recordings: 1, windows: 1, dimension: 8), machines: ["pump"],
            candidates: [.nearestNeighbour])
        #expect(window.scorers.scores(Array(repeating: Float(0.5), count: 8))[0].isFinite)
    }

    @Test func silentRecordingsGiveFiniteScores() throws {
        var silent = Embeddings(dimension: 8)
        for recording in 0..<10 { silent.append([Float](repeating: 0, count: 8), recording: recording) }
        let fitted = try FittedScorers(silent, machines: ["pump"])
        #expect(fitted.selection.chosen == .nearestNeighbour)
        #expect(fitted.heldOut.allSatisfy { $0 == 0 })
        #expect(fitted.scorers.scores([1, 0, 0, 0, 0, 0, 0, 0])[0] > 100)
        #expect(throws: AnomalyError.self) {
            try FittedScorers(silent, machines: ["pump"], candidates: [ScoringRecipe([.mahalanobis])])
        }
    }

    @Test func aMachineWithoutARecordingIsNamed() {
        let error = #expect(throws: AnomalyError.self) {
            try FittedScorers(Samples.embeddings(recordings: 3, dimension: 4), machines: ["fan id_00", "fan id_02"])
        }
        #expect(error?.message.contains("fan id_02") == true)
    }

    @Test func fittingAgainGivesTheSame() throws {
        let embeddings = Samples.embeddings(machines: 2, recordings: 60, dimension: 70)
        func fit() throws -> FittedScorers {
            try FittedScorers(embeddings, machines: ["a", "b"], options: FittingOptions(budget: 90 * 70 * 4, seed: 5))
        }
        let (first, second) = (try fit(), try fit())
        #expect(first.scorers.bank == second.scorers.bank)
        #expect(first.heldOut == second.heldOut)
        #expect(first.selection.words == second.selection.words)
    }
}
