import AnomalyDetection
import InspectionTypes
import Testing

@Suite struct ScorerSelectionTests {
    /// Normal embeddings that vary widely along most axes and hardly along the last ones, and strangers that differ along those alone.
    static func stretched(recordings: Int, shift: Double, seed: UInt64) -> Embeddings {
        var generator = SeededGenerator(seed: seed)
        var embeddings = Embeddings(dimension: 20)
        for recording in 0..<recordings {
            embeddings.append(
                (0..<20).map { axis in
                    let deviation = axis < 16 ? 1.0 : 0.05
                    return Float(generator.nextNormal() * deviation + (axis < 16 ? 0 : shift))
                }, recording: recording)
        }
        return embeddings
    }

    @Test func theMahalanobisDistanceIsChosenWhereOnlyItSeesTheDifference() throws {
        let normal = Self.stretched(recordings: 800, shift: 0, seed: 1)
        let strange = Self.stretched(recordings: 60, shift: 0.6, seed: 2)
        let fitted = try FittedScorers(
            normal, machines: ["pump"], pseudoAnomalies: strange,
            candidates: [.nearestNeighbour, ScoringRecipe([.mahalanobis])], options: FittingOptions(form: .plain))
        #expect(fitted.selection.chosen == ScoringRecipe([.mahalanobis]))
        #expect(fitted.selection.words.hasPrefix("Mahalanobis distance; "))
        let values = fitted.selection.ratings.compactMap(\.value)
        #expect(values.count == 2 && values[1] > 0.8 && values[0] < 0.65)
    }

    @Test func withoutEvidenceTheNearestNeighbourStays() throws {
        let fitted = try FittedScorers(Samples.embeddings(recordings: 20, dimension: 6), machines: ["pump"])
        #expect(fitted.selection.chosen == .nearestNeighbour)
        #expect(fitted.selection.ratings.allSatisfy { $0.value == nil })
        #expect(
            fitted.selection.words == "nearest neighbour; nothing but the normal recordings of one machine to choose by"
        )
    }

    @Test func onATieTheNearestNeighbourStays() throws {
        // Machines so far apart that every scorer tells them.
        let embeddings = Samples.embeddings(machines: 3, recordings: 20, dimension: 30, spread: 0.05)
        let fitted = try FittedScorers(embeddings, machines: ["a", "b", "c"])
        #expect(fitted.selection.chosen == .nearestNeighbour)
        #expect(fitted.selection.ratings[0].value == 1)
    }

    @Test func machinesOfTheSameTypeAreTheEvidence() throws {
        // The pump is easy to tell from fans; only fans count for fans.
        var embeddings = Samples.embeddings(machines: 2, recordings: 30, dimension: 6, spread: 3)
        let pump = Samples.embeddings(recordings: 30, dimension: 6, spread: 0.01, seed: 77)
        for row in 0..<pump.count {
            embeddings.append(pump[row].map { $0 + 50 }, machine: 2, recording: 1000 + pump.recordings[row])
        }
        let options = FittingOptions(form: .plain)
        let kin = try FittedScorers(
            embeddings, machines: ["fan id_00", "fan id_02", "pump id_00"], options: options)
        let strangers = try FittedScorers(embeddings, machines: ["fan", "slider", "pump"], options: options)
        let (hard, easy) = (kin.selection.ratings[0].value ?? 1, strangers.selection.ratings[0].value ?? 0)
        #expect(hard < easy)
    }

    @Test func aRecipeThatWasAskedForIsTaken() throws {
        let asked = ScoringRecipe([.localDensity(neighbours: 2)])
        let fitted = try FittedScorers(
            Samples.embeddings(machines: 2, recordings: 9, dimension: 4), machines: ["a", "b"], candidates: [asked])
        #expect(fitted.selection.chosen == asked)
        #expect(fitted.selection.words == "local density of 2 neighbours; as asked for")
    }
}
