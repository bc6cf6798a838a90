public import AnomalyDetection
public import Datasets
public import InspectionTypes
import NeuralNetworks

/// Fits all that stands behind a network of sounds on normal recordings: memory, distances, contrast, and who is heard. No libtorch.
///
/// ```swift
/// let fitter = SoundDetectorFitter(machines: names, store: store, frontEnd: frontEnd)
/// let components = try fitter.components(network, on: some)
/// var held = HeldOutRecordings(names: components.names, machines: names)
/// try held.add(others, by: components, fitter)                            // not learnt from: to choose and to calibrate by
/// let fitted = try fitter.detector(components, held: held, on: some, method: "embedding", target: target, rate: nil, remarks: [])
/// ```
public struct SoundDetectorFitter: Sendable {
    public struct Options: Sendable {
        /// Bytes of the memory.
        public var budget: Int
        public var rule: EventRule
        public var seed: UInt64
        public var threads: Int
        /// Whether ``StretchContrast`` and distances of plain statistics are components beside what the network gives.
        public var usesStatistics: Bool
        public var isCancelled: @Sendable () -> Bool

        public init(
            budget: Int = CoresetSampler.defaultBudget, rule: EventRule = .every, seed: UInt64 = 0,
            threads: Int = WorkerThreads.processorCount, usesStatistics: Bool = true,
            isCancelled: @escaping @Sendable () -> Bool = { false }
        ) {
            self.budget = budget
            self.rule = rule
            self.seed = seed
            self.threads = threads
            self.usesStatistics = usesStatistics
            self.isCancelled = isCancelled
        }
    }

    /// In the order of the graph's columns.
    public let machines: [String]
    let store: FeatureStore
    let frontEnd: SoundFrontEnd
    let options: Options
    /// Told what is being done, and how much of how much.
    let progress: @Sendable (_ stage: String, _ done: Int, _ total: Int) -> Void

    public init(
        machines: [String], store: FeatureStore, frontEnd: SoundFrontEnd, options: Options = Options(),
        progress: @escaping @Sendable (_ stage: String, _ done: Int, _ total: Int) -> Void = { _, _, _ in }
    ) {
        self.machines = machines
        self.store = store
        self.frontEnd = frontEnd
        self.options = options
        self.progress = progress
    }

    /// - Throws: ``FittingError`` when it was asked to stop.
    func checkNotStopped() throws {
        if options.isCancelled() { throw FittingError.stopped }
    }

    /// The column of an item's machine.
    func column(of item: DataItem) -> Int { item.machine.flatMap(machines.firstIndex) ?? 0 }

    /// By machine, a number that machines of one type share: `fan id_00` and `fan id_02`.
    var types: [Int] {
        var numbers: [String: Int] = [:]
        return machines.map { machine in
            let type = MachineName(machine).type
            let number = numbers[type] ?? numbers.count
            numbers[type] = number
            return number
        }
    }

    /// Fits on normal recordings.
    ///
    /// - Throws: ``FittingError``, `AnomalyError` of a machine without a recording, or recordings without any difference.
    public func components(_ network: DetectorNetwork, on items: [DataItem]) throws -> SoundComponents {
        let windows = SoundWindows(items, store: store, frontEnd: frontEnd)
        try checkMachines(windows)
        let rows = network.embedding == nil ? nil : try embeddings(network, windows)
        var builder = GraphBuilder(extending: network.graph)
        var parts = Parts()
        let features = builder.value(ResidualNetwork.Names.features, shape: featureShape)
        // What has learnt least comes first.
        let statistics = Statistics(windows, column)
        if options.usesStatistics {
            try addContrast(statistics, features, to: &parts, &builder)
            try addStatistics(statistics, features, to: &parts, &builder)
        }
        if let rows, let embedding = network.embedding {
            try addDistances(rows, embedding, network, windows, to: &parts, &builder)
        }
        for name in network.ownScores {
            parts.names.append(name.split(separator: "_").joined(separator: " "))
            parts.outputs.append(name)
        }
        if network.probabilities == nil, machines.count > 1 {
            try addMachineHead(rows, network.embedding, statistics, features, &builder)
        }
        return SoundComponents(
            graph: builder.graph, outputs: parts.outputs, names: parts.names, origins: parts.origins,
            scoring: parts.scoring, caveats: parts.caveats)
    }

    /// What is gathered while a graph is written.
    private struct Parts {
        var outputs: [String] = []
        var names: [String] = []
        var origins: [NearestNormal] = []
        var scoring = ""
        var caveats: [String] = []
    }

    private var featureShape: [Dimension] {
        ["batch", 1, .fixed(frontEnd.windowFrames), .fixed(frontEnd.logMel.bandCount)]
    }

    private func checkMachines(_ windows: SoundWindows) throws {
        let heard = Set(windows.items.map(column))
        let missing = machines.indices.filter { !heard.contains($0) }.map { machines[$0] }
        guard missing.isEmpty else {
            throw FittingError(
                .data,
                "\(missing.joined(separator: ", ")): no normal recording is left to learn from; add some, or leave the machine out"
            )
        }
    }

    private func embeddings(_ network: DetectorNetwork, _ windows: SoundWindows) throws -> Embeddings {
        guard let name = network.embedding else { preconditionFailure("SoundDetectorFitter: no embedding") }
        let progress = progress
        let found = try SoundNetwork(network.graph, frontEnd: frontEnd, threads: options.threads).run(
            windows, fetch: [name], progress: { progress("computing embeddings", $0, $1) },
            isCancelled: options.isCancelled)[0]
        var rows = Embeddings(dimension: found.first?.count ?? 1)
        for (place, row) in zip(windows.places, found) {
            rows.append(row, machine: column(of: windows.items[place.item]), recording: place.item)
        }
        return rows
    }

    private func addDistances(
        _ rows: Embeddings, _ embedding: String, _ network: DetectorNetwork, _ windows: SoundWindows,
        to parts: inout Parts, _ builder: inout GraphBuilder
    ) throws {
        let strange = try embeddings(network, windows.changed(.stretch, seed: options.seed))
        let fitted = try FittedScorers(
            rows, machines: machines, pseudoAnomalies: strange,
            options: FittingOptions(budget: options.budget, rule: options.rule, seed: options.seed))
        let value = builder.value(embedding, shape: ["batch", .fixed(rows.dimension)])
        let written = fitted.scorers.write(on: value, in: &builder)
        builder.output(written.scores, as: "distance")
        builder.output(written.nearest, as: DetectorNames.nearest)
        parts.outputs.append("distance")
        parts.names.append("distance")
        parts.scoring = fitted.selection.words
        parts.caveats += fitted.caveats
        parts.origins = origins(of: fitted.scorers.bank, rows, windows)
    }

    /// Where the rows of the memory come from: a row is known again by its recording and its numbers.
    private func origins(of bank: Embeddings, _ rows: Embeddings, _ windows: SoundWindows) -> [NearestNormal] {
        let space = EmbeddingSpace(fitting: rows)
        var places: [Key: Int] = [:]
        for row in 0..<rows.count {
            places[Key(recording: rows.recordings[row], values: space.project(rows[row]))] = row
        }
        return (0..<bank.count).map { row in
            let recording = bank.recordings[row]
            let place = places[Key(recording: recording, values: Array(bank[row]))]
            return NearestNormal(
                file: windows.items[recording].path, start: place.map { windows.start(of: windows.places[$0]) } ?? 0)
        }
    }

    private struct Key: Hashable {
        var recording: Int
        var values: [Float]
    }

    /// Plain statistics of all windows.
    private struct Statistics {
        var rows: [BandStatistics: Embeddings] = [:]

        init(_ windows: SoundWindows, _ column: (DataItem) -> Int) {
            for kind in BandStatistics.allCases {
                rows[kind] = BandStatistics.rows([kind], of: windows, column: column)
            }
        }

        subscript(kind: BandStatistics) -> Embeddings { rows[kind] ?? Embeddings(dimension: 1) }
    }

    private func addContrast(
        _ statistics: Statistics, _ features: GraphBuilder.Value, to parts: inout Parts, _ builder: inout GraphBuilder
    ) throws {
        builder.scope = "contrast."
        defer { builder.scope = "" }
        // Every fit has the same components: what is chosen in the folds must mean the same in the model that is kept.
        let raw: GraphBuilder.Value
        do {
            raw = try StretchContrast(
                fitting: statistics[.spectrum], types: types, unit: Double(frontEnd.logMel.naturalUnit)
            ).write(on: features, in: &builder)
        } catch {
            guard error.code == .tooLittle else { throw error }
            parts.caveats.append("the stretch contrast says nothing: \(error.message)")
            let bands = frontEnd.logMel.bandCount
            raw = builder.productWithRows(
                builder.mean(features, axes: [1, 2]),
                builder.fixed(
                    NDArray([Float](repeating: 0, count: machines.count * bands), shape: [machines.count, bands]),
                    "nothing"))
        }
        builder.output(raw, as: "contrast")
        parts.outputs.append("contrast")
        parts.names.append("stretch contrast")
    }

    private func addStatistics(
        _ statistics: Statistics, _ features: GraphBuilder.Value, to parts: inout Parts, _ builder: inout GraphBuilder
    ) throws {
        for kind in BandStatistics.allCases {
            let distance = try KinMahalanobis(fitting: statistics[kind], types: types)
            builder.scope = "\(kind)."
            let value = kind.write(on: features, in: &builder)
            builder.output(distance.write(on: value, in: &builder), as: "\(kind)")
            parts.outputs.append("\(kind)")
            parts.names.append(kind.name)
        }
        builder.scope = ""
    }

    /// Who is heard: a linear discriminant on the embedding, or without one on every band's mean and variation.
    private func addMachineHead(
        _ rows: Embeddings?, _ embedding: String?, _ statistics: Statistics, _ features: GraphBuilder.Value,
        _ builder: inout GraphBuilder
    ) throws {
        builder.scope = "machine."
        defer { builder.scope = "" }
        let value: GraphBuilder.Value
        let examples: Embeddings
        if let rows, let embedding {
            value = builder.value(embedding, shape: ["batch", .fixed(rows.dimension)])
            examples = rows
        } else {
            let kinds = [BandStatistics.spectrum, .variation]
            value = builder.concatenate(kinds.map { $0.write(on: features, in: &builder) }, axis: 1)
            var joined = Embeddings(dimension: kinds.count * frontEnd.logMel.bandCount)
            for row in 0..<statistics[.spectrum].count {
                joined.append(
                    kinds.flatMap { statistics[$0][row] }, machine: statistics[.spectrum].machines[row],
                    recording: statistics[.spectrum].recordings[row])
            }
            examples = joined
        }
        let logits = try LinearDiscriminant(fitting: examples).write(on: value, in: &builder)
        builder.output(builder.softmax(logits), as: DetectorNames.probabilities)
    }
}
