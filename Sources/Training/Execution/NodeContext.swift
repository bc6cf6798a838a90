import NeuralNetworks

/// A node as its implementation sees it before anything runs: attributes with their defaults, and words to refuse it with.
struct NodeContext {
    let node: Node
    /// Version of ONNX's operator set, on which the meaning of some operators depends.
    let opset: Int

    func integer(_ name: String, default value: Int) -> Int { node.integer(name) ?? value }

    func float(_ name: String, default value: Double) -> Double { node.float(name).map(Double.init) ?? value }

    func flag(_ name: String, default value: Bool = false) -> Bool { node.integer(name).map { $0 != 0 } ?? value }

    func string(_ name: String, default value: String) -> String { node.string(name) ?? value }

    /// A list with one entry a spatial axis; its length is checked once the number of axes is known.
    func integers(_ name: String) -> [Int]? { node.integers(name) }

    /// Refuses something that ONNX allows and we do not execute.
    func unsupported(_ what: String) -> TrainingError {
        TrainingError(.unsupportedOperator, "\(title): \(what) is not supported by the trainer")
    }

    /// Refuses what is not ONNX.
    func malformed(_ what: String) -> TrainingError { TrainingError(.graph, "\(title): \(what)") }

    /// Refuses a second output that somebody reads.
    func requireSingleOutput() throws {
        let further = node.outputs.dropFirst().filter { !$0.isEmpty }
        if !further.isEmpty { throw unsupported("the output '\(further[0])' beside the first") }
    }

    func requireInputs(_ counts: ClosedRange<Int>) throws {
        if !counts.contains(node.inputs.count) {
            let wanted = counts.count == 1 ? "\(counts.lowerBound)" : "\(counts.lowerBound) to \(counts.upperBound)"
            throw malformed("\(node.inputs.count) inputs, \(wanted) wanted")
        }
    }

    private var title: String { node.title }
}

extension Node {
    /// How messages name it: by its name or, where it has none, by its first output.
    var title: String {
        let name = name.isEmpty ? outputs.first.map { "making '\($0)'" } ?? "without a name" : "'\(name)'"
        return "node \(name) (\(operatorType))"
    }
}
