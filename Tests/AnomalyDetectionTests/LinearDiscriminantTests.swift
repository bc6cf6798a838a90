import AnomalyDetection
import Inference
import NeuralNetworks
import Testing

@Suite struct LinearDiscriminantTests {
    /// Two classes of the golden: 0 normal, 1 others.
    private func classes(_ golden: Goldens.Contrast) -> Embeddings {
        var rows = Embeddings(dimension: golden.dimension)
        for (label, set) in [golden.normal, golden.others].map({ Goldens.rows($0, golden.dimension) }).enumerated() {
            for row in 0..<set.count { rows.append(set[row], machine: label, recording: row) }
        }
        return rows
    }

    @Test func betweenTwoClassesItIsFishersDiscriminantWithAShrunkCovariance() throws {
        let golden = try Goldens.all.get().contrast
        let discriminant = try LinearDiscriminant(fitting: classes(golden))
        let size = golden.dimension
        for place in 0..<size {
            let weight = Double(discriminant.weights[size + place] - discriminant.weights[place])
            #expect(abs(weight - golden.weights[place]) < 1e-4)
        }
        #expect(abs(Double(discriminant.offsets[1] - discriminant.offsets[0]) - golden.offset) < 1e-4)
    }

    @Test func theGraphSaysTheSame() throws {
        let rows = classes(try Goldens.all.get().contrast)
        let discriminant = try LinearDiscriminant(fitting: rows)
        let found = try Engine.run(dimension: rows.dimension, rows) { discriminant.write(on: $0, in: &$1) }
        for row in 0..<rows.count {
            for (value, expected) in zip(found[row], discriminant.logits(rows[row])) {
                #expect(abs(Double(value) - expected) < 1e-4 * max(1, abs(expected)))
            }
        }
    }

    @Test func rowsThatDoNotDifferAreRefused() {
        var flat = Embeddings(dimension: 4)
        for label in 0..<2 { flat.append([1, 1, 1, Float(label)], machine: label, recording: label) }
        #expect(throws: AnomalyError.self) { try LinearDiscriminant(fitting: flat) }
        #expect(throws: AnomalyError.self) { try LinearDiscriminant(fitting: Embeddings(dimension: 4)) }
    }
}

/// Scores of rows by what was written into a graph, on the serving engine.
enum Engine {
    static func run(
        dimension: Int, _ rows: Embeddings, _ write: (GraphBuilder.Value, inout GraphBuilder) -> GraphBuilder.Value
    ) throws -> [[Float]] {
        var builder = GraphBuilder(name: "test", seed: 0)
        let input = builder.input("x", shape: ["batch", .fixed(dimension)])
        return try run(&builder, write(input, &builder), rows, shape: [rows.count, dimension])
    }

    static func run(
        _ builder: inout GraphBuilder, _ value: GraphBuilder.Value, _ rows: Embeddings, shape: [Int]
    ) throws -> [[Float]] {
        builder.output(value, as: "y")
        let network = try CompiledNetwork(
            ModelFile(graph: builder.graph), engine: InferenceEngine(), options: .init(precision: .f32, threads: 1))
        let found = try InferenceSession(network).run(["x": NDArray(rows.values, shape: shape)], fetch: ["y"])
        let values = found.first?.floats ?? []
        let width = values.count / max(1, rows.count)
        return (0..<rows.count).map { Array(values[$0 * width..<($0 + 1) * width]) }
    }
}
