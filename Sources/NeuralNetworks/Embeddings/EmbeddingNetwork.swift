/// Learns where sounds lie: branches over a sound's views make one vector, and training gathers the vectors of a class around its
/// centres. What is far from them, or nearer to an invented class, is not normal.
///
/// | value | shape |
/// |---|---|
/// | `features` | `[batch, 1, frame, mel]` |
/// | ``branches`` side by side | `[batch, branches · length]` |
/// | `embedding`: made 1 long | `[batch, branches · length]` |
/// | `cosines`: of the angles to the ``centres`` of every class, a class's side by side; what is trained | `[batch, class · centre]` |
/// | `probabilities`: softmax over machines of scale · the largest cosine among a machine's own classes; of several machines | `[batch, machine]` |
/// | `odds`: ln of how much likelier the machine's invented classes are than its own; with inventions | `[batch, machine]` |
public struct EmbeddingNetwork: Sendable, Hashable, Codable {
    /// One view of a sound.
    public enum Branch: Sendable, Hashable, Codable {
        case profile(ProfileBranch)
        case spectrogram(SpectrogramBranch)
        case spectrum(SpectrumBranch)
    }

    /// Names of the graph's inputs and outputs beside ``DetectorNames``.
    public enum Names {
        /// `[batch, 1, frame, mel]`.
        public static let features = ResidualNetwork.Names.features
        /// `[batch, class · centre]`.
        public static let cosines = "cosines"
        /// `[batch, machine]`; 0 where a changed sound is as likely as the sound as it was, larger where it is likelier.
        public static let odds = "odds"
    }

    /// Numbers of the features over the training data, one a band.
    public struct Statistics: Sendable, Hashable {
        public var mean: [Float]
        public var deviation: [Float]

        public init(mean: [Float], deviation: [Float]) {
            precondition(
                mean.count == deviation.count && !mean.isEmpty,
                "EmbeddingNetwork: \(mean.count) means and \(deviation.count) deviations")
            self.mean = mean
            self.deviation = deviation
        }
    }

    public var branches: [Branch]
    /// Numbers that a branch gives.
    public var length: Int
    /// Centres of a class.
    public var centres: Int

    public init(branches: [Branch] = [.profile(ProfileBranch())], length: Int = 64, centres: Int = 1) {
        precondition(
            !branches.isEmpty && length > 0 && centres > 0,
            "EmbeddingNetwork: \(branches.count) branches of \(length) numbers, \(centres) centres")
        self.branches = branches
        self.length = length
        self.centres = centres
    }

    /// The graph that is trained, from `features` to `cosines`; all else is derived from these.
    ///
    /// - Parameters:
    ///   - frames: frames in a window; a name for any number, which may then differ between training and service.
    ///   - features: per mel band.
    ///   - unit: what makes natural logarithms of power of the features, for a ``SpectrumBranch``.
    ///   - scale: of the cosines before a softmax, the objective's.
    public func graph(
        frames: Dimension, features statistics: Statistics, unit: Float = 1, classes: EmbeddingClasses, scale: Double,
        seed: UInt64
    ) -> Graph {
        precondition(
            classes.count > 1 && scale > 0 && scale <= 80,
            "EmbeddingNetwork: \(classes.count) classes (one alone teaches nothing), a scale of \(scale) (0…80)")
        var net = GraphBuilder(name: "embedding-\(length)x\(branches.count)", seed: seed)
        let features = net.input(
            Names.features, shape: ["batch", 1, frames, .fixed(statistics.mean.count)])
        var views: [GraphBuilder.Value] = []
        for (place, branch) in branches.enumerated() {
            net.scope = "branch\(place)."
            switch branch {
            case .profile(let branch): views.append(branch.attach(to: features, length: length, in: &net))
            case .spectrogram(let branch):
                views.append(
                    branch.attach(
                        to: features, mean: statistics.mean, deviation: statistics.deviation, length: length, in: &net))
            case .spectrum(let branch):
                views.append(branch.attach(to: features, unit: unit, length: length, in: &net))
            }
        }
        net.scope = ""
        let joined = views.count == 1 ? views[0] : net.concatenate(views, axis: 1)
        let embedding = net.output(net.trainedUnitLength(joined), as: DetectorNames.embedding)
        let cosines = net.output(net.cosines(embedding, centres: classes.count * centres), as: Names.cosines)
        addVerdicts(on: cosines, classes, scale: Float(scale), to: &net)
        return net.graph
    }

    /// Whether a weight holds the classes' centres: frozen, they stay where the seed put them, as in later work of Wilkinghoff's.
    public static func isCentre(_ name: String) -> Bool { name.hasPrefix("centres") }

    /// What a detector needs of a trained graph: everything but `cosines`, for windows of a fixed number of frames.
    ///
    /// - Throws: ``NetworkError`` where the graph is of another make.
    public static func detectorGraph(_ trained: Graph, frames: Int) throws -> Graph {
        guard let place = trained.inputs.firstIndex(where: { $0.name == Names.features }),
            trained.inputs[place].shape.count == 4,
            trained.outputs.contains(where: { $0.name == DetectorNames.embedding })
        else {
            throw NetworkError(
                .incomplete,
                "the graph '\(trained.name)' does not lead from '\(Names.features)' to '\(DetectorNames.embedding)'")
        }
        if let given = trained.inputs[place].shape[2].value, given != frames {
            throw NetworkError(
                .shape, "the graph '\(trained.name)' was trained on windows of \(given) frames, not of \(frames)")
        }
        var graph = trained.simplified()
        graph.inputs[place].shape[2] = .fixed(frames)
        graph.outputs.removeAll { $0.name == Names.cosines }
        return graph
    }

    private func addVerdicts(
        on cosines: GraphBuilder.Value, _ classes: EmbeddingClasses, scale: Float, to net: inout GraphBuilder
    ) {
        func columns(_ classes: [Int]) -> [Int] { classes.flatMap { $0 * centres..<($0 + 1) * centres } }
        let machines = 0..<classes.machines
        net.scope = "verdict."
        defer { net.scope = "" }
        let factor = net.fixed(NDArray([scale], shape: [1]), "scale")
        let scaled = GraphBuilder.Value(name: net.multiply(cosines, factor).name, shape: cosines.shape)
        if classes.tellsMachines, classes.machines > 1 {
            let nearest = net.grouped(scaled, machines.map { columns(classes.ownClasses(ofMachine: $0)) }) {
                $0.expandAxis($0.maximum($1, axes: [1]), at: 1)
            }
            net.output(net.softmax(nearest), as: DetectorNames.probabilities)
        }
        if classes.inventions > 0 {
            // Of a scale of at most 80 no exponential leaves what a float holds, so nothing need be taken off before.
            let likelihoods = net.exponential(scaled)
            func logarithms(_ groups: [[Int]]) -> GraphBuilder.Value {
                let sums = net.grouped(likelihoods, groups) { $0.sum($1, axes: [1], keepsAxes: true) }
                return net.logarithm(sums)
            }
            let changed = logarithms(machines.map { columns(classes.inventedClasses(ofMachine: $0)) })
            let genuine = logarithms(machines.map { columns([classes.index(machine: $0)]) })
            let odds = net.subtract(changed, genuine)
            net.output(odds, as: Names.odds)
        }
    }
}
