public import AnomalyDetection
public import Datasets
import Evaluation
public import InspectionTypes
import NeuralNetworks

/// Recordings that were not learnt from, scored by what was.
public struct HeldOutRecordings: Sendable {
    public private(set) var scores: ComponentScores
    /// By ``ComponentScores``' count of recordings, the changed ones among them.
    public private(set) var items: [DataItem] = []
    /// Lengths of ``items``, in seconds.
    public private(set) var seconds: [Double] = []
    /// How many windows were taken for the machine that they are of, and how many there were.
    public private(set) var machineHits = (right: 0, count: 0)
    /// The same as a share, with Wilson's interval; `nil` with one machine.
    public var heardRightly: MetricValue? {
        machineHits.count > 0 ? ProportionInterval.wilson(machineHits.right, of: machineHits.count) : nil
    }

    /// Of each window, how probable the likeliest machine was.
    private var certainties: [Double] = []

    /// What the likeliest machine's probability lies above in 99 of 100 windows; `nil` with one machine.
    public var leastProbability: Double? {
        guard !certainties.isEmpty else { return nil }
        return certainties.sorted()[certainties.count / 100]
    }

    /// Recordings that are changed to stand for anomalies, in each way.
    private static let mostChanged = 120

    public init(names: [String], machines: [String]) {
        scores = ComponentScores(names: names, machines: machines)
    }

    /// Scores more recordings, by components fitted without them.
    public mutating func add(_ items: [DataItem], by components: SoundComponents, _ fitter: SoundDetectorFitter) throws
    {
        let windows = SoundWindows(items, store: fitter.store, frontEnd: fitter.frontEnd)
        let network = try SoundNetwork(
            components.graph, frontEnd: fitter.frontEnd, threads: fitter.options.threads)
        let seed = fitter.options.seed
        let some = windows.sample(Self.mostChanged, seed: seed)
        let parts: [(SoundWindows, String?)] =
            [(windows, nil)] + StrangeSound.allCases.map { (some.changed($0, seed: seed), "\($0)") }
        for (part, change) in parts {
            let first = self.items.count
            let judged = part.judgedAlone
            let hearsMachine = change == nil && fitter.machines.count > 1
            let progress = fitter.progress
            let found = try network.run(
                part, fetch: components.outputs + (hearsMachine ? [DetectorNames.probabilities] : []),
                progress: { progress("scoring held-out recordings", $0, $1) }, isCancelled: fitter.options.isCancelled)
            for (index, place) in part.places.enumerated() {
                let machine = fitter.column(of: part.items[place.item])
                scores.add(
                    recording: first + (judged.places[place.judgedKey] ?? 0), machine: machine,
                    raw: components.outputs.indices.map { found[$0][index].map(Double.init) }, change: change)
                guard hearsMachine, let probabilities = found.last?[index] else { continue }
                let heard = probabilities.indices.max { probabilities[$0] < probabilities[$1] }
                machineHits.count += 1
                certainties.append(Double(probabilities.max() ?? 0))
                machineHits.right += heard == machine ? 1 : 0
            }
            self.items += judged.items.map { part.items[$0] }
            seconds += judged.items.map(part.seconds)
        }
    }
}
