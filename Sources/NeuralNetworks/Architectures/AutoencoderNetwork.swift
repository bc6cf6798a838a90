public import InspectionTypes

/// The dense autoencoder of the DCASE 2020 challenge's Task 2: what it cannot rebuild, it has not heard before.
///
/// Five frames side by side are one vector; a recording's score is the mean squared error over all of its vectors and dimensions.
///
/// | layer | output, with `d` = ``frameCount`` · ``bandCount`` |
/// |---|---|
/// | `vectors`: decibels, not standardised | `[batch, d]` |
/// | ``depth`` × (linear, norm, ReLU) | `[batch, width]` |
/// | linear, norm, ReLU | `[batch, bottleneck]` |
/// | ``depth`` × (linear, norm, ReLU) | `[batch, width]` |
/// | linear: `reconstruction` | `[batch, d]` |
///
/// Norms are Keras' (ε of 10⁻³, running statistics that keep 0.99 of themselves a step), weights start Glorot-uniform and biases at 0.
/// The published recipe trains one network a machine type, over all IDs: Adam at 10⁻³ for 100 epochs of batches of 512 in random
/// order, the last tenth of the vectors kept for watching, the last epoch's weights kept.
///
/// Source: Koizumi et al., "Description and discussion on DCASE2020 challenge task 2: unsupervised anomalous sound detection for
/// machine condition monitoring", DCASE 2020.
public struct AutoencoderNetwork: Sendable, Hashable {
    /// Frames in a vector.
    public var frameCount: Int
    public var bandCount: Int
    public var width: Int
    /// Layers before the narrowest, and after it.
    public var depth: Int
    public var bottleneck: Int

    /// The challenge's numbers: 640-128-128-128-128-8-128-128-128-128-640.
    public init(frameCount: Int = 5, bandCount: Int = 128, width: Int = 128, depth: Int = 4, bottleneck: Int = 8) {
        precondition(
            frameCount > 0 && bandCount > 0 && width > 0 && depth > 0 && bottleneck > 0,
            "AutoencoderNetwork: frames, bands, width, depth and bottleneck are positive")
        self.frameCount = frameCount
        self.bandCount = bandCount
        self.width = width
        self.depth = depth
        self.bottleneck = bottleneck
    }

    /// Names of the graphs' inputs and outputs.
    public enum Names {
        /// `[batch, frameCount · bandCount]`, of the graph that is trained.
        public static let vectors = "vectors"
        /// `[batch, frameCount · bandCount]`, likewise.
        public static let reconstruction = "reconstruction"
        /// `[batch, 1, frame, mel]`, of the graph that serves.
        public static let features = ResidualNetwork.Names.features
        /// `[batch, machine]`: mean squared errors, of the graph that serves.
        public static let errors = "reconstruction_errors"
    }

    /// Numbers in a vector.
    public var vectorLength: Int { frameCount * bandCount }

    /// The graph that is trained.
    ///
    /// Vector `t` of a recording's features `[frame, mel]` are the ``vectorLength`` numbers from `t · bandCount` on: as they lie in
    /// memory, nothing is moved. Frames `n` give `n − frameCount + 1` vectors.
    public func graph(seed: UInt64) -> Graph {
        var net = GraphBuilder(name: "autoencoder-\(vectorLength)-\(bottleneck)", seed: seed)
        let vectors = net.input(Names.vectors, shape: ["batch", .fixed(vectorLength)])
        net.output(dense(&net, vectors), as: Names.reconstruction)
        return net.graph
    }

    /// The graph that serves: ``Names/features`` in, ``Names/errors`` out.
    ///
    /// - Parameters:
    ///   - trained: graphs of ``graph(seed:)`` with their weights, one a machine type.
    ///   - columns: for every machine the place of its autoencoder among `trained`.
    ///   - frames: frames in a window, at least ``frameCount``; a name for any number of them.
    /// - Throws: ``NetworkError`` where a weight is missing or of another shape.
    public func detectorGraph(_ trained: [Graph], columns: [Int], frames: Dimension) throws -> Graph {
        precondition(
            !columns.isEmpty && columns.allSatisfy(trained.indices.contains),
            "AutoencoderNetwork.detectorGraph: columns \(columns) of \(trained.count) autoencoders")
        if case .fixed(let count) = frames, count < frameCount {
            throw NetworkError(
                .shape,
                "a window of \(count) frames is shorter than the autoencoder's \(frameCount): take longer windows")
        }
        var net = GraphBuilder(name: "autoencoder-\(vectorLength)-\(bottleneck)-detector", seed: 0)
        let features = net.input(Names.features, shape: ["batch", 1, frames, .fixed(bandCount)])
        let slid = slide(&net, features)
        let errors = trained.indices.map { place in
            net.scope = Self.prefix(place)
            return error(&net, slid)
        }
        net.scope = ""
        net.output(net.concatenate(columns.map { errors[$0] }, axis: 1), as: Names.errors)
        var graph = net.graph
        for (place, source) in trained.enumerated() { try Self.carry(from: source, to: &graph, Self.prefix(place)) }
        return graph
    }

    // MARK: - Parts

    private static func prefix(_ place: Int) -> String { "autoencoder\(place)." }

    private func dense(_ net: inout GraphBuilder, _ vectors: GraphBuilder.Value) -> GraphBuilder.Value {
        func glorot(_ x: GraphBuilder.Value, _ features: Int) -> GraphBuilder.Value {
            net.linear(x, features: features, bound: (6 / Double(x.length(1) + features)).squareRoot())
        }
        let half = [Int](repeating: width, count: depth)
        var x = vectors
        for features in half + [bottleneck] + half {
            x = net.relu(net.batchNormalization(glorot(x, features), epsilon: 1e-3, momentum: 0.99))
        }
        return glorot(x, vectorLength)
    }

    /// `[batch, 1, frame, mel]` → `[batch, 1, frame − frameCount + 1, vectorLength]`, each frame beside those that follow it.
    private func slide(_ net: inout GraphBuilder, _ features: GraphBuilder.Value) -> GraphBuilder.Value {
        var vectors: Dimension = "vector"
        if case .fixed(let count) = features.shape[2] { vectors = .fixed(count - frameCount + 1) }
        let axis = net.constant("axes", NDArray([2]))
        let shifted = (0..<frameCount).map { first in
            // Counted from the end, so that any number of frames will do; the last stretch goes to the end itself.
            let end = first + 1 - frameCount
            let bounds = [
                net.constant("starts", NDArray([first])),
                net.constant("ends", NDArray([end < 0 ? end : Int(Int32.max)])),
            ]
            let name = net.derived("Slice", [features.name] + bounds + [axis])
            return GraphBuilder.Value(name: name, shape: ["batch", 1, vectors, .fixed(bandCount)])
        }
        return net.concatenate(shifted, axis: 3)
    }

    /// `[batch, 1, vector, vectorLength]` → `[batch, 1]`: the mean squared error.
    private func error(_ net: inout GraphBuilder, _ slid: GraphBuilder.Value) -> GraphBuilder.Value {
        let flat = net.derived("Reshape", [slid.name, net.constant("shape", NDArray([-1, vectorLength]))])
        let vectors = GraphBuilder.Value(name: flat, shape: ["vectors", .fixed(vectorLength)])
        let missed = net.derived("Sub", [dense(&net, vectors).name, flat])
        let squares = net.derived("Mul", [missed, missed])
        let shape = net.derived("Shape", [slid.name])
        let apart = GraphBuilder.Value(name: net.derived("Reshape", [squares, shape]), shape: slid.shape)
        return net.mean(apart, axes: [2, 3])
    }

    private static func carry(from source: Graph, to target: inout Graph, _ prefix: String) throws {
        let weights = Dictionary(
            source.initializers.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        for place in target.initializers.indices {
            let initializer = target.initializers[place]
            guard initializer.name.hasPrefix(prefix), initializer.value.floats != nil else { continue }
            let name = String(initializer.name.dropFirst(prefix.count))
            guard let value = weights[name], value.shape == initializer.value.shape else {
                throw NetworkError(
                    .shape,
                    "the graph '\(source.name)' has no array '\(name)' of shape \(initializer.value.shape): it was trained with other frames, bands or widths"
                )
            }
            target.initializers[place].value = value
        }
    }
}

extension AutoencoderNetwork {
    /// The challenge's front end at a rate of 16 kHz: 1024 points every 512, 128 bands over all frequencies, decibels of power.
    ///
    /// The challenge adds 2.2·10⁻¹⁶ before the logarithm where we take the larger of both; they differ by at most 3 dB, at −157 dB.
    public static func frontEnd(sampleRate: Double = 16_000) -> LogMelSettings {
        LogMelSettings(
            sampleRate: sampleRate, fftLength: 1024, windowLength: 1024, hopLength: 512, bandCount: 128,
            lowestFrequency: 0, highestFrequency: sampleRate / 2, scale: .slaney, normalization: .slaney,
            compression: .decibel(floor: Float(Double.ulpOfOne)), padding: .reflect)
    }
}
