/// The steps by which ``ForeignModel`` puts nodes before and behind a graph.
struct ForeignAdapter {
    var graph: Graph
    /// New names of values whose own were ours.
    private var renamed: [String: String] = [:]
    private var count = 0

    private static let reserved = [
        PictureNames.picture, PictureNames.embedding, PictureNames.probabilities, PictureNames.activationMap,
        PictureNames.probability,
    ]

    /// Values that bear one of our names get another, so that ours are free.
    init(_ graph: Graph) {
        self.graph = graph
        for name in Self.reserved { renamed[name] = "foreign/" + name }
        func free(_ name: String) -> String { renamed[name] ?? name }
        for place in self.graph.nodes.indices {
            self.graph.nodes[place].inputs = graph.nodes[place].inputs.map(free)
            self.graph.nodes[place].outputs = graph.nodes[place].outputs.map(free)
        }
        for place in graph.inputs.indices { self.graph.inputs[place].name = free(graph.inputs[place].name) }
        for place in graph.outputs.indices { self.graph.outputs[place].name = free(graph.outputs[place].name) }
        for place in graph.initializers.indices {
            self.graph.initializers[place].name = free(graph.initializers[place].name)
        }
    }

    // MARK: - Finding values

    /// The value that a card names; `nil` where it names none.
    func value(_ name: String?) throws -> String? {
        guard let name else { return nil }
        let own = renamed[name] ?? name
        guard
            graph.outputs.contains(where: { $0.name == own })
                || graph.nodes.contains(where: { $0.outputs.contains(own) })
        else {
            throw NetworkError(
                .incomplete, "the graph has no output '\(name)'; it has \(graph.outputs.map(\.name).map(shown))")
        }
        return own
    }

    func firstOutput() throws -> String {
        guard let first = graph.outputs.first else { throw NetworkError(.incomplete, "the graph has no output") }
        return first.name
    }

    /// What is known of a value's shape: worked out, or as the file says with 1 for open axes.
    func shape(of name: String, _ shapes: [String: [Int]]) throws -> [Int]? {
        if let shape = shapes[name] { return shape }
        guard let info = graph.outputs.first(where: { $0.name == name }), !info.shape.isEmpty else { return nil }
        guard info.shape.dropFirst().allSatisfy({ $0.value != nil }) else { return nil }
        return info.shape.map { $0.value ?? 1 }
    }

    private func shown(_ name: String) -> String { renamed.first { $0.value == name }?.key ?? name }

    // MARK: - Before the graph

    mutating func takeInput(_ interface: ForeignInterface, channels: Int, height: Int, width: Int) throws {
        let place: Int
        if let name = interface.inputName {
            guard let found = graph.inputs.firstIndex(where: { $0.name == renamed[name] ?? name }) else {
                throw NetworkError(
                    .incomplete, "the graph has no input '\(name)'; it has \(graph.inputs.map(\.name).map(shown))")
            }
            place = found
        } else {
            guard graph.inputs.count == 1 else {
                throw NetworkError(
                    .incomplete,
                    "the graph has \(graph.inputs.count) inputs, \(graph.inputs.map(\.name).map(shown)): a picture model has one; "
                        + "where the others need nothing, cut them out of the file")
            }
            place = 0
        }
        let input = graph.inputs[place]
        guard graph.inputs.count == 1, input.elementType == .float else {
            throw NetworkError(
                .unsupported,
                "the graph must have one input, of floats; it has \(graph.inputs.map { "'\(shown($0.name))' of type \($0.elementType)" }.joined(separator: ", "))"
            )
        }
        let wanted = interface.layout == .nchw ? [channels, height, width] : [height, width, channels]
        guard input.shape.count == 4 || input.shape.isEmpty,
            zip(input.shape.dropFirst(), wanted).allSatisfy({ $0.value == nil || $0.value == $1 || $0.value == 0 })
        else {
            throw NetworkError(
                .shape,
                "the card's front end gives \(interface.layout.rawValue.uppercased()) \([1] + wanted), the graph's input "
                    + "'\(shown(input.name))' takes \(input.shape): mend width, height, colour or layout of the card")
        }
        graph.inputs = [
            ValueInfo(
                name: PictureNames.picture, shape: ["batch", .fixed(channels), .fixed(height), .fixed(width)])
        ]
        let first =
            interface.layout == .nchw
            ? node("Identity", [PictureNames.picture], as: input.name)
            : node("Transpose", [PictureNames.picture], ["perm": .integers([0, 2, 3, 1])], as: input.name)
        graph.nodes.insert(first, at: 0)
    }

    // MARK: - Behind the graph

    mutating func classify(_ output: String, _ shape: [Int]?, _ interface: ForeignInterface, classes: Int) throws {
        let numbers = shape.map { $0.dropFirst().reduce(1) { $0.multipliedReportingOverflow(by: $1).partialValue } }
        let isBinary = numbers == 1 && classes == 2
        guard numbers == nil || numbers == classes || isBinary else {
            throw NetworkError(
                .shape,
                "the card names \(classes) classes, the graph's output \(shape ?? []) tells \(numbers ?? 0) apart")
        }
        // `[batch, class, 1, 1]` is as common as `[batch, class]`.
        var x = append("Flatten", [output], ["axis": .integer(1)])
        if isBinary {
            // One number speaks for the second class.
            if interface.output == .logits { x = append("Sigmoid", [x]) }
            let other = append("Sub", [constant(NDArray([Float(1)], shape: [1, 1])), x])
            append("Concat", [other, x], ["axis": .integer(1)], as: PictureNames.probabilities)
        } else if interface.output == .logits {
            append("Softmax", [x], ["axis": .integer(1)], as: PictureNames.probabilities)
        } else {
            append("Identity", [x], as: PictureNames.probabilities)
        }
    }

    mutating func segment(
        _ output: String, _ shape: [Int]?, _ interface: ForeignInterface, classes: Int, height: Int, width: Int
    ) throws {
        guard let shape, shape.count == 4 || shape.count == 3 else {
            throw NetworkError(
                .shape,
                "the graph's output '\(shown(output))' \(shape.map { "\($0)" } ?? "of unknown shape") is no map: a segmenter gives "
                    + "[batch, class, row, column]; name such a value as output_name")
        }
        var (x, grid) = (output, shape)
        if grid.count == 3 {
            grid = interface.layout == .nchw ? [grid[0], 1, grid[1], grid[2]] : grid + [1]
            x = append("Reshape", [x, constant(NDArray([1] + grid.dropFirst()))])
        }
        if interface.layout == .nchw {
            // Softmax goes over the last axis: before operator set 13 it knew no other that is not flattened.
            if grid[1] > 1, interface.output == .logits {
                x = append("Transpose", [x], ["perm": .integers([0, 2, 3, 1])])
                grid = [grid[0], grid[2], grid[3], grid[1]]
            } else {
                grid = [grid[0], grid[2], grid[3], grid[1]]
                if grid[3] > 1 { x = append("Transpose", [x], ["perm": .integers([0, 2, 3, 1])]) }
            }
        }
        // From here on `grid` is [batch, row, column, class]; with one class the order of the axes makes no difference.
        if grid[3] > 1 {
            x = try share(x, grid, interface, classes: classes)
        } else {
            x = append("Reshape", [x, constant(NDArray([1, 1, grid[1], grid[2]]))])
            if interface.output == .logits { x = append("Sigmoid", [x]) }
        }
        guard grid[1] != height || grid[2] != width else {
            append("Identity", [x], as: PictureNames.probability)
            return
        }
        try enlarge(x, from: (grid[1], grid[2]), to: (height, width))
    }

    /// The probability of all classes that are defects, `[batch, 1, row, column]`.
    private mutating func share(_ x: String, _ grid: [Int], _ interface: ForeignInterface, classes: Int) throws
        -> String
    {
        guard grid[3] == classes else {
            throw NetworkError(
                .shape, "the card names \(classes) classes, the graph's map has \(grid[3]) channels: name one a channel"
            )
        }
        guard !interface.normalClasses.isEmpty, interface.normalClasses.count < classes else {
            throw NetworkError(
                .shape,
                "the graph's map has a channel a class; say in the card's normal_classes which are no defect")
        }
        let probabilities = interface.output == .logits ? append("Softmax", [x], ["axis": .integer(-1)]) : x
        let planes = append("Transpose", [probabilities], ["perm": .integers([0, 3, 1, 2])])
        let weights = (0..<classes).map { interface.normalClasses.contains($0) ? Float(0) : 1 }
        return append(
            "Conv", [planes, constant(NDArray(weights, shape: [1, classes, 1, 1]))],
            ["kernel_shape": .integers([1, 1])])
    }

    /// A map at a fraction of the picture's size, as some networks give it, brought to the whole.
    private mutating func enlarge(_ x: String, from small: (Int, Int), to large: (Int, Int)) throws {
        guard graph.opset >= 11, small.0 > 0, small.1 > 0, large.0 % small.0 == 0, large.1 % small.1 == 0 else {
            throw NetworkError(
                .shape,
                "the graph's map of \(small.1) × \(small.0) pixels is no whole part of the front end's \(large.1) × \(large.0)"
                    + (graph.opset < 11 ? ", or its operator set \(graph.opset) is older than 11" : ""))
        }
        let scales = [1, 1, Float(large.0 / small.0), Float(large.1 / small.1)]
        append(
            "Resize", [x, constant(NDArray([Float](), shape: [0])), constant(NDArray(scales, shape: [4]))],
            ["mode": .string("linear"), "coordinate_transformation_mode": .string("half_pixel")],
            as: PictureNames.probability)
    }

    /// `[batch, feature]`; of a feature map, the mean over its places.
    mutating func embed(_ value: String, _ shape: [Int]?) -> ValueInfo {
        let pooled = shape?.count == 4 ? append("GlobalAveragePool", [value]) : value
        append("Flatten", [pooled], ["axis": .integer(1)], as: PictureNames.embedding)
        return ValueInfo(name: PictureNames.embedding, shape: ["batch", "feature"])
    }

    // MARK: - Parts

    private mutating func unique() -> String {
        count += 1
        return "adapted/\(count)"
    }

    private func node(_ type: String, _ inputs: [String], _ attributes: [String: Attribute] = [:], as output: String)
        -> Node
    {
        Node(
            name: "adapted/" + output, operatorType: type, inputs: inputs, outputs: [output], attributes: attributes)
    }

    @discardableResult
    private mutating func append(
        _ type: String, _ inputs: [String], _ attributes: [String: Attribute] = [:], as output: String? = nil
    ) -> String {
        let output = output ?? unique()
        graph.nodes.append(node(type, inputs, attributes, as: output))
        return output
    }

    private mutating func constant(_ value: NDArray) -> String {
        let name = unique()
        graph.initializers.append(Initializer(name: name, value: value))
        return name
    }
}
