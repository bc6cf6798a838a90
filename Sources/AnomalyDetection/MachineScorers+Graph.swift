import InspectionTypes
public import NeuralNetworks

extension MachineScorers {
    /// Writes the scorers behind an embedding.
    ///
    /// All banks are one product with fixed rows, `‖b‖² − 2·q·b`, `[batch, row]`; the few nearest rows that come of it are gathered and their
    /// distances taken again from the differences, so that nothing is lost by cancellation and no `[batch, row, dimension]` is ever made.
    ///
    /// - Parameter embedding: `[batch, dimension]`, before ``space``.
    /// - Returns: `scores` `[batch, machine]`, z-normalised, and `nearest` `[batch, machine]`, the row of ``bank`` as a float.
    public func write(
        on embedding: GraphBuilder.Value, in builder: inout GraphBuilder
    ) -> (scores: GraphBuilder.Value, nearest: GraphBuilder.Value) {
        let scope = builder.scope
        builder.scope = scope + "scorer."
        defer { builder.scope = scope }
        let query = space.write(embedding, in: &builder)
        let memory = builder.fixed(NDArray(bank.values, shape: [bank.count, bank.dimension]), "bank")
        let norms = (0..<bank.count).map { row in bank[row].reduce(0) { $0 + $1 * $1 } }
        let partial = builder.productWithRows(
            query, memory, scale: -2, offset: builder.fixed(NDArray(norms, shape: [bank.count]), "norms"))
        let length = builder.sum(builder.square(query), axes: [1], keepsAxes: true)
        var columns = recipe.scorers.map { _ in [GraphBuilder.Value]() }
        var nearest: [GraphBuilder.Value] = []
        for (index, range) in ranges.enumerated() {
            let own = ranges.count == 1 ? partial : builder.slice(partial, axis: 1, range)
            let found = Search(
                query: query, memory: memory, range: range, most: mostNeighbours(range.count), own, &builder)
            nearest.append(found.nearest)
            for (place, kind) in recipe.scorers.enumerated() {
                switch kind {
                case .nearest(let count):
                    columns[place].append(found.meanDistance(min(count, range.count), &builder))
                case .localDensity(let count):
                    let spacings = machines[index].spacings[count] ?? Spacings([])
                    let squared = builder.clip(builder.sum(own, length), from: 0)
                    columns[place].append(found.leastRatio(squared, spacings, &builder))
                case .mahalanobis:
                    columns[place].append(Self.mahalanobis(machines[index].mahalanobis, query, &builder))
                }
            }
        }
        return (fused(columns, &builder), Self.joined(nearest, &builder))
    }

    private func mostNeighbours(_ rows: Int) -> Int {
        let counts = recipe.scorers.map { if case .nearest(let count) = $0 { count } else { 1 } }
        return min(rows, counts.max() ?? 1)
    }

    private static func joined(_ columns: [GraphBuilder.Value], _ builder: inout GraphBuilder) -> GraphBuilder.Value {
        columns.count == 1 ? columns[0] : builder.concatenate(columns, axis: 1)
    }

    /// `√(Σ (W·q − W·μ)²)`, `[batch, 1]`.
    private static func mahalanobis(
        _ scorer: MahalanobisScorer?, _ query: GraphBuilder.Value, _ builder: inout GraphBuilder
    ) -> GraphBuilder.Value {
        guard let scorer else {
            preconditionFailure("MachineScorers.write: a machine without its Mahalanobis distance")
        }
        let size = scorer.offset.count
        let whitened = builder.productWithRows(
            query, builder.fixed(NDArray(scorer.whitening, shape: [size, size]), "whitening"),
            offset: builder.fixed(NDArray(scorer.offset.map { -$0 }, shape: [size]), "offset"))
        return builder.squareRoot(builder.sum(builder.square(whitened), axes: [1], keepsAxes: true))
    }

    /// z-normalises each scorer's `[batch, machine]`, joins them and z-normalises again.
    private func fused(_ columns: [[GraphBuilder.Value]], _ builder: inout GraphBuilder) -> GraphBuilder.Value {
        var raw: [(value: GraphBuilder.Value, scales: [ScoreScale])] = []
        for (place, column) in columns.enumerated() {
            raw.append((Self.joined(column, &builder), machines.map { $0.scales[place] }))
        }
        return builder.fused(raw, by: recipe.fusion == .mean ? .mean : .minimum, joined: machines.map(\.fused))
    }
}

/// One machine's part of the memory in a graph, and the nearest rows in it.
private struct Search {
    let query: GraphBuilder.Value
    let memory: GraphBuilder.Value
    let range: Range<Int>
    /// `[batch, most]`, the smallest first.
    let distances: GraphBuilder.Value
    /// `[batch, 1]`.
    let nearest: GraphBuilder.Value

    /// - Parameter own: `‖b‖² − 2·q·b` of the machine's rows, `[batch, row]`.
    init(
        query: GraphBuilder.Value, memory: GraphBuilder.Value, range: Range<Int>, most: Int, _ own: GraphBuilder.Value,
        _ builder: inout GraphBuilder
    ) {
        self.query = query
        self.memory = memory
        self.range = range
        let places = Self.inMemory(builder.top(most, of: own, largest: false).places, range, &builder)
        distances = Self.distances(query, memory, places, &builder)
        nearest = builder.cast(most == 1 ? places : builder.slice(places, axis: 1, 0..<1), to: .float)
    }

    func meanDistance(_ count: Int, _ builder: inout GraphBuilder) -> GraphBuilder.Value {
        if distances.shape[1] == .fixed(1) { return distances }
        let counted = distances.shape[1] == .fixed(count) ? distances : builder.slice(distances, axis: 1, 0..<count)
        return builder.mean(counted, axes: [1], keepsAxes: true)
    }

    /// The least distance in units of the spacing.
    func leastRatio(
        _ squared: GraphBuilder.Value, _ spacings: Spacings, _ builder: inout GraphBuilder
    ) -> GraphBuilder.Value {
        let factors = builder.fixed(NDArray(spacings.factors, shape: [1, range.count]), "factors")
        let place = builder.top(1, of: builder.multiply(squared, factors), largest: false).places
        let distance = Self.distances(query, memory, Self.inMemory(place, range, &builder), &builder)
        let spacing = builder.gather(
            builder.fixed(NDArray(spacings.values, shape: [range.count]), "spacings"), at: place)
        return builder.divide(distance, spacing)
    }

    /// Places in a machine's rows as places in the memory.
    private static func inMemory(
        _ places: GraphBuilder.Value, _ range: Range<Int>, _ builder: inout GraphBuilder
    ) -> GraphBuilder.Value {
        range.lowerBound == 0 ? places : builder.sum(places, builder.fixed(NDArray([range.lowerBound]), "first"))
    }

    /// `‖q − b‖` of gathered rows: `[batch, count]` → `[batch, count]`.
    private static func distances(
        _ query: GraphBuilder.Value, _ memory: GraphBuilder.Value, _ places: GraphBuilder.Value,
        _ builder: inout GraphBuilder
    ) -> GraphBuilder.Value {
        let rows = builder.gather(memory, at: places)
        let differences = builder.subtract(rows, builder.expandAxis(query, at: 1))
        return builder.squareRoot(builder.sum(builder.square(differences), axes: [2]))
    }
}
