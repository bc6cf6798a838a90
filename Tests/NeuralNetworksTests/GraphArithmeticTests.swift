import NeuralNetworks
import Testing

@Suite struct GraphArithmeticTests {
    @Test func theShapesThatTheBuilderKeepsAreThoseThatAreInferred() throws {
        var builder = GraphBuilder(name: "arithmetic", seed: 0)
        let x = builder.input("x", shape: ["batch", 6])
        let row = builder.fixed(NDArray((0..<6).map(Float.init), shape: [1, 6]), "row")
        let bank = builder.fixed(NDArray((0..<24).map(Float.init), shape: [4, 6]), "bank")
        var made = [
            builder.subtract(x, row), builder.multiply(row, x), builder.divide(x, row), builder.sum(x, row),
            builder.smaller(x, row), builder.larger(x, row), builder.squareRoot(x), builder.exponential(x),
            builder.logarithm(x), builder.absolute(x), builder.square(x), builder.clip(x, from: 0),
            builder.clip(x, to: 1), builder.clip(x, from: 0, to: 1), builder.cast(x, to: .int64), builder.unitLength(x),
            builder.productWithRows(x, bank, scale: -2), builder.sum(x, axes: [1]),
            builder.sum(x, axes: [1], keepsAxes: true), builder.mean(x, axes: [1], keepsAxes: true),
            builder.minimum(x, axes: [1]), builder.slice(x, axis: 1, 2..<5), builder.expandAxis(x, at: 1),
            builder.transpose(x, to: [1, 0]), builder.reshape(x, to: ["batch", 2, 3]),
            builder.matrixProduct(x, builder.transpose(bank, to: [1, 0])),
        ]
        let (values, places) = builder.top(2, of: x, largest: true)
        let gathered = builder.gather(bank, at: places)
        made += [values, places, gathered, builder.subtract(gathered, builder.expandAxis(x, at: 1))]
        made.append(builder.dropAxis(builder.slice(x, axis: 1, 0..<1), at: 1))
        let shapes = try ShapeInference(builder.graph, symbols: ["batch": 5]).shapes
        for value in made {
            #expect(shapes[value.name] == value.shape.map { $0.value ?? 5 }, "\(value.name)")
        }
    }

    @Test func aGraphIsGoneOnWithUnderNewNames() throws {
        func half(_ builder: inout GraphBuilder, _ x: GraphBuilder.Value) -> GraphBuilder.Value {
            builder.multiply(x, builder.fixed(NDArray(scalar: 0.5)))
        }
        var first = GraphBuilder(name: "network", seed: 1)
        let embedding = half(&first, first.input("x", shape: ["batch", 3]))
        first.output(embedding, as: "embedding")
        var second = GraphBuilder(extending: first.graph)
        second.output(half(&second, second.value("embedding", shape: ["batch", 3])), as: "scores")
        let graph = second.graph
        #expect(graph.outputs.map(\.name) == ["embedding", "scores"])
        #expect(graph.nodes.map(\.operatorType) == ["Mul", "Mul"])
        #expect(Set(graph.initializers.map(\.name)).count == 2)
        #expect(Set(graph.nodes.flatMap(\.outputs)).count == 2)
        #expect(try ShapeInference(graph).shapes["scores"] == [1, 3])
    }

    @Test func moreOfAnAxisThanItHasIsAnError() {
        let node = Node(name: "top", operatorType: "TopK", inputs: ["x", "count"], outputs: ["values", "places"])
        let graph = Graph(
            name: "g", inputs: [ValueInfo(name: "x", shape: [1, 4])], nodes: [node],
            initializers: [Initializer(name: "count", value: NDArray([5]))])
        #expect(throws: NetworkError.self) { try ShapeInference(graph) }
    }
}
