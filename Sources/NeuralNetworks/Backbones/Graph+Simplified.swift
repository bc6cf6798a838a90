extension Graph {
    /// The same function without what only exporters need: constants as initializers, no Identity, no Dropout, no outputs that
    /// nobody reads.
    func simplified() -> Graph {
        var result = self
        var alias: [String: String] = [:]
        result.nodes = []
        let read = Set(nodes.flatMap(\.inputs) + outputs.map(\.name))
        for var node in nodes {
            node.inputs = node.inputs.map { alias[$0] ?? $0 }
            if node.domain.isEmpty, let output = node.outputs.first, !output.isEmpty {
                if node.operatorType == "Constant", let value = node.constant {
                    result.initializers.append(Initializer(name: output, value: value))
                    continue
                }
                if ["Identity", "Dropout"].contains(node.operatorType), let source = node.input(0) {
                    alias[output] = source
                    continue
                }
            }
            while node.outputs.count > 1, let last = node.outputs.last, !read.contains(last) {
                node.outputs.removeLast()
            }
            result.nodes.append(node)
        }
        result.outputs = outputs.map { output in
            var output = output
            output.name = alias[output.name] ?? output.name
            return output
        }
        return result
    }

    /// The part that a value depends on, with that value as its output.
    func cut(at value: String, shape: [Dimension]) -> Graph {
        cut(at: [ValueInfo(name: value, shape: shape)])
    }

    /// The part that some values depend on, with those as its outputs.
    func cut(at values: [ValueInfo]) -> Graph {
        var wanted = Set(values.map(\.name))
        var result = self
        result.nodes = []
        for node in nodes.reversed() where node.outputs.contains(where: wanted.contains) {
            wanted.formUnion(node.inputs.filter { !$0.isEmpty })
            result.nodes.append(node)
        }
        result.nodes.reverse()
        result.initializers = initializers.filter { wanted.contains($0.name) }
        result.outputs = values
        return result
    }

    /// Every node with arrays of its own: exporters write equal arrays once, but trained apart they part.
    func untied() -> Graph {
        var result = self
        let arrays = Dictionary(initializers.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        var readers: [String: Int] = [:]
        for place in nodes.indices {
            for (position, name) in nodes[place].inputs.enumerated() {
                guard let array = arrays[name], array.floats != nil else { continue }
                let reader = readers[name, default: 0]
                readers[name] = reader + 1
                guard reader > 0 else { continue }
                let copy = "\(name).\(reader)"
                result.initializers.append(Initializer(name: copy, value: array))
                result.nodes[place].inputs[position] = copy
            }
        }
        return result
    }

    /// Every value, array and node under another name.
    func renamed(_ rename: (String) -> String) -> Graph {
        func new(_ name: String) -> String { name.isEmpty ? "" : rename(name) }
        var result = self
        for place in inputs.indices { result.inputs[place].name = new(inputs[place].name) }
        for place in outputs.indices { result.outputs[place].name = new(outputs[place].name) }
        for place in initializers.indices { result.initializers[place].name = new(initializers[place].name) }
        for place in nodes.indices {
            result.nodes[place].name = new(nodes[place].name)
            result.nodes[place].inputs = nodes[place].inputs.map(new)
            result.nodes[place].outputs = nodes[place].outputs.map(new)
        }
        return result
    }
}

extension Node {
    /// What a Constant holds, in any of the ways that ONNX has for it; `nil` for text and sparse arrays.
    var constant: NDArray? {
        if let array = array("value") { return array }
        if let number = float("value_float") { return NDArray(scalar: number) }
        if let numbers = floats("value_floats") { return NDArray(numbers, shape: [numbers.count]) }
        if let number = integer("value_int") { return NDArray([Int64(number)], shape: []) }
        return integers("value_ints").map { NDArray($0) }
    }
}
