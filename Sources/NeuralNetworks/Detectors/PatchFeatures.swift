/// What a network that someone else trained sees at every place of a picture: the features that ``PatchCore`` and ``PaDiM`` judge by.
///
/// | value | shape |
/// |---|---|
/// | `picture`, 0…1 | `[batch, 3, height, width]` |
/// | the backbone's maps, usually those of strides 8 and 16 | `[batch, c, h, w]`, `[batch, c', h/2, w/2]` |
/// | mean of 3×3 places of each (the patch around a place, Roth et al. 2022); the coarser enlarged to the finer (bilinear); joined | `[batch, c + c', h, w]` |
/// | a random projection of the channels, where fewer are wanted: `patches` | `[batch, d, h, w]` |
///
/// The last stages of a classifier know its classes more than what a picture shows, and the first ones know only edges: the middle is what
/// is looked at.
///
/// The projection's weights are normal with variance 1/d, so that distances are kept in the mean (Johnson and Lindenstrauss 1984). It is
/// linear as the mean and the enlargement are, and stands before them, where it costs least.
public struct PatchFeatures: Sendable {
    /// The output of ``graph``.
    public static let name = "patches"
    /// Strides that are looked at, where a network has them.
    public static let usualStrides = [8, 16]

    /// `picture` → ``name``.
    public private(set) var graph: Graph
    /// Channels of ``name``.
    public let dimension: Int
    /// Of ``name``.
    public let rows: Int
    /// Of ``name``.
    public let columns: Int
    /// The picture's rows over the map's, of the maps that were taken.
    public let strides: [Int]

    /// Places of a picture.
    public var places: Int { rows * columns }

    /// - Parameters:
    ///   - height: of the pictures.
    ///   - dimension: channels at most, for so many places.
    ///   - seed: of the projection.
    /// - Throws: ``NetworkError`` where the backbone does not take that size.
    public init(
        on backbone: Backbone, height: Int, width: Int, dimension: (_ places: Int) -> Int,
        normalization: PictureNormalization = .imageNet, seed: UInt64
    ) throws {
        var net = GraphBuilder(name: backbone.graph.name, seed: seed)
        let picture = net.input(PictureNames.picture, shape: ["batch", 3, .fixed(height), .fixed(width)])
        let (_, maps) = try backbone.insert(into: &net, picture, normalization)
        let found = zip(backbone.maps, maps).map { Found(value: $1, stride: $0.stride) }
        try self.init(&net, Self.chosen(found), dimension)
    }

    /// Features of a network of whatever operators the serving engine reads.
    ///
    /// - Parameters:
    ///   - shapes: of ``FrozenBackbone/mapCandidates``, as the engine gives them for one picture.
    /// - Throws: ``NetworkError`` where no candidate is a map of features.
    public init(
        on frozen: FrozenBackbone, shapes: [String: [Int]], dimension: (_ places: Int) -> Int, seed: UInt64
    ) throws {
        let graph = frozen.graph
        guard graph.opset >= 11 else {
            throw NetworkError(
                .unsupported,
                "the graph '\(graph.name)' is of operator set \(graph.opset), and features of its inside need 11: export it in 11 or later"
            )
        }
        var net = GraphBuilder(name: graph.name, seed: seed)
        guard let input = graph.inputs.first, input.shape.count == 4 else {
            throw NetworkError(.incomplete, "the graph '\(graph.name)' takes no picture")
        }
        let picture = net.input(input.name, shape: input.shape)
        let found = Self.maps(shapes, in: frozen, height: picture.length(2), width: picture.length(3))
        let chosen = try Self.chosen(found)
        _ = net.adopt(graph.nodes, graph.initializers, value: input.name, shape: input.shape)
        try self.init(&net, chosen, dimension, opset: graph.opset, furtherOpsets: graph.furtherOpsets)
    }

    /// A map of features that could be taken.
    struct Found {
        var value: GraphBuilder.Value
        var stride: Int
    }

    private init(
        _ net: inout GraphBuilder, _ maps: [Found], _ dimension: (_ places: Int) -> Int,
        opset: Int = Graph(name: "").opset,
        furtherOpsets: [String: Int] = [:]
    ) throws {
        let channels = maps.reduce(0) { $0 + $1.value.length(1) }
        let fine = maps[0].value
        let (rows, columns) = (fine.length(2), fine.length(3))
        let most = dimension(rows * columns)
        precondition(most > 0, "PatchFeatures: \(most) channels")
        (self.rows, self.columns, self.dimension) = (rows, columns, min(most, channels))
        strides = maps.map(\.stride)
        let isProjected = channels > most
        net.scope = "patches."
        let parts = maps.map { map in
            var x = map.value
            if isProjected {
                x = net.convolution(
                    x, channels: most, kernel: (1, 1), padding: (0, 0), deviation: (1 / Double(most)).squareRoot())
            }
            return net.enlarge(net.placeMean(x), rows: rows, columns: columns)
        }
        let joined =
            isProjected || parts.count == 1
            ? parts.dropFirst().reduce(parts[0]) { net.add($0, $1) } : net.concatenate(parts, axis: 1)
        net.scope = ""
        net.output(joined, as: Self.name)
        // What stands behind the last map has no part in it.
        var cut = net.graph.cut(at: net.graph.outputs)
        (cut.opset, cut.furtherOpsets) = (opset, furtherOpsets)
        try cut.checkOrder()
        graph = cut
    }

    /// Those of the usual strides; of a network that has not both, the nearest to them, and not the last of several, which knows classes.
    private static func chosen(_ maps: [Found]) throws -> [Found] {
        let usual = maps.filter { usualStrides.contains($0.stride) }
        if usual.count == usualStrides.count { return usual }
        guard !maps.isEmpty else {
            throw NetworkError(
                .unsupported,
                "the network has no map of features (rows and columns at a half, a quarter … of the picture's): another --backbone is needed"
            )
        }
        let inner = maps.count > 2 ? Array(maps.dropLast()) : maps
        return Array(inner.suffix(2))
    }

    /// The last candidate of every stride.
    private static func maps(
        _ shapes: [String: [Int]], in frozen: FrozenBackbone, height: Int, width: Int
    ) -> [Found] {
        var byStride: [Int: Found] = [:]
        for name in frozen.mapCandidates {
            guard let shape = shapes[name], shape.count == 4, shape[1] > 1, shape[2] > 1, shape[3] > 1,
                let stride = Trunk.stride(height, shape[2]), stride > 1, stride == Trunk.stride(width, shape[3])
            else { continue }
            let value = GraphBuilder.Value(name: name, shape: ["batch"] + shape[1...].map { .fixed($0) })
            byStride[stride] = Found(value: value, stride: stride)
        }
        return byStride.values.sorted { $0.stride < $1.stride }
    }
}

extension GraphBuilder {
    /// A network that goes on where the features end.
    init(after features: PatchFeatures, name: String) {
        self.init(name: features.graph.name + name, seed: 0)
        for input in features.graph.inputs { _ = self.input(input.name, shape: input.shape) }
        _ = adopt(features.graph.nodes, features.graph.initializers, value: PatchFeatures.name, shape: [])
    }
}

extension PatchFeatures {
    /// The same network with other numbers in some initializers, of the same shapes.
    public func replacing(_ arrays: [String: NDArray]) -> PatchFeatures {
        var features = self
        for (name, array) in arrays {
            precondition(
                graph[initializer: name]?.shape == array.shape,
                "PatchFeatures.replacing: '\(name)' is not of the shape \(array.shape)")
            features.graph[initializer: name] = array
        }
        return features
    }

    /// `[batch, d, h, w]`
    var value: GraphBuilder.Value {
        .init(name: Self.name, shape: ["batch", .fixed(dimension), .fixed(rows), .fixed(columns)])
    }

    /// What a builder made behind the features, in the operator set of the features' own graph.
    func finished(_ built: Graph) throws -> Graph {
        var graph = built
        (graph.opset, graph.furtherOpsets) = (self.graph.opset, self.graph.furtherOpsets)
        if graph.opset >= 18 { graph = graph.withReductionAxesAsInputs() }
        try graph.checkOrder()
        return graph
    }
}

extension Graph {
    /// From operator set 18 on, the axes of all reductions are an input and no attribute.
    fileprivate func withReductionAxesAsInputs() -> Graph {
        var result = self
        for (place, node) in nodes.enumerated() {
            guard node.operatorType.hasPrefix("Reduce"), node.inputs.count == 1, let axes = node.integers("axes")
            else { continue }
            let name = (node.outputs.first ?? node.name) + ".axes"
            result.nodes[place].attributes["axes"] = nil
            result.nodes[place].inputs.append(name)
            result.initializers.append(Initializer(name: name, value: NDArray(axes)))
        }
        return result
    }
}
