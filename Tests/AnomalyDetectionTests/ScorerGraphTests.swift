import AnomalyDetection
import Inference
import InspectionTypes
import NeuralNetworks
import Testing

/// The scorers as a graph on the serving engine, against the same scorers in Swift.
@Suite struct ScorerGraphTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var recipe: ScoringRecipe
        var machines: Int
        var form = EmbeddingSpace.Form.unit
        var testDescription: String { "\(recipe), \(machines) machine(s), \(form)" }
    }

    static let all: [ScorerKind] = [.nearest(neighbours: 3), .mahalanobis, .localDensity(neighbours: 2)]
    static let cases = [
        Case(recipe: .nearestNeighbour, machines: 1),
        Case(recipe: .nearestNeighbour, machines: 3),
        Case(recipe: ScoringRecipe([.nearest(neighbours: 4)]), machines: 2),
        Case(recipe: ScoringRecipe([.mahalanobis]), machines: 2),
        Case(recipe: ScoringRecipe([.localDensity(neighbours: 1)]), machines: 2),
        Case(recipe: ScoringRecipe([.localDensity(neighbours: 3)]), machines: 1, form: .plain),
        Case(recipe: ScoringRecipe(all, fusion: .mean), machines: 3),
        Case(recipe: ScoringRecipe(all, fusion: .minimum), machines: 2, form: .plain),
    ]

    static func model(_ scorers: MachineScorers, dimension: Int) -> ModelFile {
        var builder = GraphBuilder(name: "scorers", seed: 0)
        let embedding = builder.input(DetectorNames.embedding, shape: ["batch", .fixed(dimension)])
        let (scores, nearest) = scorers.write(on: embedding, in: &builder)
        builder.output(scores, as: DetectorNames.scores)
        builder.output(nearest, as: DetectorNames.nearest)
        return ModelFile(graph: builder.graph)
    }

    @Test(arguments: cases)
    func theGraphScoresAsSwiftDoes(_ scored: Case) throws {
        let dimension = 12
        let embeddings = Samples.embeddings(machines: scored.machines, recordings: 12, dimension: dimension)
        let names = (0..<scored.machines).map { "fan id_0\($0)" }
        let fitted = try FittedScorers(
            embeddings, machines: names, candidates: [scored.recipe], options: FittingOptions(form: scored.form))
        let model = Self.model(fitted.scorers, dimension: dimension)
        let session = try InferenceSession(CompiledNetwork(model, engine: InferenceEngine()))
        // Some rows that are in the bank, whose distance to themselves is 0, and some that are not.
        let strangers = Samples.embeddings(recordings: 7, windows: 1, dimension: dimension, seed: 9)
        var queries = embeddings.selecting([0, 5, 11])
        queries.append(contentsOf: strangers)
        let outputs = try session.run(
            [DetectorNames.embedding: NDArray(queries.values, shape: [queries.count, dimension])],
            fetch: [DetectorNames.scores, DetectorNames.nearest])
        #expect(outputs[0].shape == [queries.count, scored.machines])
        #expect(outputs[1].shape == [queries.count, scored.machines])
        let scores = try #require(outputs[0].floats), nearest = try #require(outputs[1].floats)
        for row in 0..<queries.count {
            let expected = fitted.scorers.scores(queries[row])
            let places = fitted.scorers.nearest(queries[row])
            for machine in 0..<scored.machines {
                let place = row * scored.machines + machine
                #expect(abs(Double(scores[place]) - expected[machine]) < 2e-4 * (1 + expected[machine].magnitude))
                #expect(Int(nearest[place]) == places[machine])
            }
        }
    }

    struct Lower: CustomTestStringConvertible, Sendable {
        var recipe: ScoringRecipe
        /// Of the normal scores' deviation.
        var drift: Double
        var testDescription: String { "\(recipe)" }
    }

    /// What bfloat16 does: about a tenth of the normal scores' spread, which is where the parity gate begins to refuse. Where the processor has
    /// no bfloat16 nothing is lost.
    @Test(arguments: [
        Lower(recipe: .nearestNeighbour, drift: 0.2), Lower(recipe: ScoringRecipe([.mahalanobis]), drift: 0.2),
        Lower(recipe: ScoringRecipe([.localDensity(neighbours: 4)]), drift: 0.2),
    ])
    func inBFloat16ScoresDriftByATenthOfTheNormalSpread(_ lower: Lower) throws {
        let dimension = 64
        let embeddings = Samples.embeddings(machines: 2, recordings: 40, dimension: dimension)
        let fitted = try FittedScorers(embeddings, machines: ["a", "b"], candidates: [lower.recipe])
        let model = Self.model(fitted.scorers, dimension: dimension)
        let engine = try InferenceEngine()
        let more = Samples.embeddings(machines: 2, recordings: 60, dimension: dimension)
        let queries = more.selecting((0..<more.count).filter { more.recordings[$0] % 60 >= 40 })
        let input = [DetectorNames.embedding: NDArray(queries.values, shape: [queries.count, dimension])]
        let scores = try [Precision.f32, .bf16].map { precision in
            let network = try CompiledNetwork(model, engine: engine, options: .init(precision: precision))
            let outputs = try InferenceSession(network).run(
                input, fetch: [DetectorNames.scores])
            return try #require(outputs[0].floats)
        }
        let drifts = (0..<queries.count).map { row in
            let place = row * 2 + queries.machines[row]
            return Double(abs(scores[0][place] - scores[1][place]))
        }
        let worst = drifts.max() ?? 1
        #expect(worst < lower.drift)
    }

    @Test func shapesAreKnownBeforeTheGraphRuns() throws {
        let embeddings = Samples.embeddings(machines: 2, recordings: 8, dimension: 6)
        let fitted = try FittedScorers(
            embeddings, machines: ["a", "b"], candidates: [ScoringRecipe(Self.all, fusion: .minimum)])
        let graph = Self.model(fitted.scorers, dimension: 6).graph
        let shapes = try ShapeInference(graph, symbols: ["batch": 5]).shapes
        #expect(shapes[DetectorNames.scores] == [5, 2])
        #expect(shapes[DetectorNames.nearest] == [5, 2])
        for node in graph.nodes {
            for output in node.outputs { #expect(shapes[output] != nil, "\(node.operatorType) \(output)") }
        }
    }
}
