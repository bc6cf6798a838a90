/// What a classifier's graph is made of, seen from its picture to its scores: the last map before pooling, and on the way there the
/// values through which everything passes.
struct Trunk {
    /// A map `[batch, channel, row, column]` within a graph.
    struct Place: Equatable {
        var value: String
        var channels: Int
        /// The picture's rows over the map's, a power of 2.
        var stride: Int
    }

    /// The last map that still has places, before the head.
    let features: Place
    /// The deepest map of each stride, features last. What is deepest is the last value of that size that all paths from picture to
    /// features pass through: between two stages, not within a residual branch.
    let deepest: [Place]

    /// - Parameters:
    ///   - shapes: of all values, for a picture of `size`.
    /// - Throws: ``NetworkError`` where no map is found between picture and scores.
    init(_ graph: Graph, picture: String, shapes: [String: [Int]], size: (height: Int, width: Int)) throws {
        let places = Places(graph, shapes: shapes, size: size)
        let dependent = Self.dependent(on: picture, in: graph)
        guard var value = graph.outputs.map(\.name).first(where: dependent.contains) else {
            throw NetworkError(.unsupported, "no output depends on the picture input '\(picture)'")
        }
        while places[value] == nil {
            try Self.refuseUnknown(before: value, in: graph, shapes: shapes, dependent)
            guard let before = places.makers[value]?.inputs.first(where: dependent.contains) else {
                throw NetworkError(
                    .unsupported,
                    "between the picture '\(picture)' and the output '\(graph.outputs[0].name)' there is no map of features with rows and columns: this is not a convolutional classifier whose head can be cut off"
                )
            }
            value = before
        }
        guard let features = places[value] else { preconditionFailure("Trunk: '\(value)' has just been a map") }
        guard features.stride > 1 else {
            throw NetworkError(
                .unsupported,
                "the last map before the scores, '\(features.value)', is as large as the picture: this is not a convolutional classifier whose head can be cut off"
            )
        }
        self.features = features
        let narrow = Self.narrowPlaces(in: graph.cut(at: value, shape: []), picture: picture, dependent)
        var byStride = Dictionary(narrow.compactMap { places[$0] }.map { ($0.stride, $0) }, uniquingKeysWith: { $1 })
        byStride[features.stride] = features
        deepest = byStride.values.filter { $0.stride > 1 && $0.stride <= features.stride }.sorted {
            $0.stride < $1.stride
        }
    }

    /// A map behind an operator that nobody knows would be overlooked, and the cut made too early.
    private static func refuseUnknown(
        before value: String, in graph: Graph, shapes: [String: [Int]], _ dependent: Set<String>
    ) throws {
        guard shapes[value] == nil else { return }
        for node in graph.cut(at: value, shape: []).nodes where node.outputs.contains(where: dependent.contains) {
            guard let output = node.outputs.first, shapes[output] == nil, !OpsetAdaption.knows(node) else { continue }
            // Of a vector no map is made any more: it stands in the head, which is cut off.
            let takesMap = node.inputs.contains { input in
                guard dependent.contains(input), let shape = shapes[input] else { return false }
                return shape.count == 4 && shape[2] * shape[3] > 1
            }
            if takesMap { throw OpsetAdaption.unknown(node) }
        }
    }

    /// The power of 2 that is nearest to `length / places` (windows without padding lose a place or two).
    static func stride(_ length: Int, _ places: Int) -> Int? {
        var stride = 1
        while Double(length) / Double(places) > Double(stride) * 1.4143 { stride *= 2 }
        return stride <= 64 ? stride : nil
    }

    /// Values computed from the picture's numbers (and not from its shape alone).
    static func dependent(on picture: String, in graph: Graph) -> Set<String> {
        var found: Set = [picture]
        for node in graph.nodes where node.operatorType != "Shape" && node.inputs.contains(where: found.contains) {
            found.formUnion(node.outputs.filter { !$0.isEmpty })
        }
        return found
    }

    /// Values through which all paths from the picture lead: after their node nothing else is still waited for.
    private static func narrowPlaces(in graph: Graph, picture: String, _ dependent: Set<String>) -> [String] {
        var waiting: [String: Int] = [:]
        let nodes = graph.nodes.filter { $0.outputs.contains(where: dependent.contains) }
        for input in nodes.flatMap({ Set($0.inputs) }) where dependent.contains(input) {
            waiting[input, default: 0] += 1
        }
        for output in graph.outputs { waiting[output.name, default: 0] += 1 }
        var live: Set = [picture]
        var narrow: [String] = []
        for node in nodes {
            for input in Set(node.inputs) where dependent.contains(input) {
                waiting[input, default: 0] -= 1
                if waiting[input] == 0 { live.remove(input) }
            }
            live.formUnion(node.outputs.filter { waiting[$0, default: 0] > 0 })
            if live.count == 1, let only = live.first { narrow.append(only) }
        }
        return narrow
    }
}

/// Which values of a graph are maps, for a picture of a given size.
struct Places {
    let makers: [String: Node]
    private let shapes: [String: [Int]]
    private let size: (height: Int, width: Int)

    /// Operators that move numbers about; what they give is no map to build on.
    static let moving: Set<String> = [
        "Cast", "Expand", "Flatten", "Gather", "Pad", "Reshape", "Shape", "Squeeze", "Transpose", "Unsqueeze",
    ]

    init(_ graph: Graph, shapes: [String: [Int]], size: (height: Int, width: Int)) {
        makers = graph.nodes.reduce(into: [:]) { makers, node in for output in node.outputs { makers[output] = node } }
        self.shapes = shapes
        self.size = size
    }

    /// A head's weights are made for so many at most.
    private static let channels = 1...65_536

    /// `nil` for vectors, maps of one place and what only moves numbers.
    subscript(value: String) -> Trunk.Place? {
        guard let node = makers[value], !Self.moving.contains(node.operatorType), let shape = shapes[value],
            shape.count == 4, Self.channels.contains(shape[1]), shape[2] > 1, shape[3] > 1,
            let rows = Trunk.stride(size.height, shape[2]), rows == Trunk.stride(size.width, shape[3])
        else { return nil }
        return Trunk.Place(value: value, channels: shape[1], stride: rows)
    }

}
