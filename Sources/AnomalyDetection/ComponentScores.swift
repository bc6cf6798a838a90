import InspectionTypes

/// Held-out raw scores of several components of a detector, window by window: what their fusion is chosen and scaled by.
///
/// A component is a score of its own: the fused distances of an embedding, a contrast, an autoencoder's error.
public struct ComponentScores: Sendable {
    /// One window.
    struct Window: Sendable {
        /// By the caller's own count, among all windows.
        var recording: Int
        /// Whose normal sound it is, or was before it was changed.
        var machine: Int
        /// How it was changed so that it is normal no more; `nil` of a normal one.
        var change: String?
        /// `[component][machine]`.
        var raw: [[Double]]
    }

    /// Of the components, for words.
    public let names: [String]
    /// Of the machines.
    public let machines: [String]
    private(set) var windows: [Window] = []
    private let types: [String]

    public init(names: [String], machines: [String]) {
        precondition(!names.isEmpty && !machines.isEmpty, "ComponentScores: \(names) of \(machines)")
        self.names = names
        self.machines = machines
        types = machines.map { MachineName($0).type }
    }

    /// Adds a window of a recording that was not learnt from. Windows of a recording come in order of time.
    ///
    /// - Parameters:
    ///   - raw: `[component][machine]`.
    ///   - change: how a normal window was changed to stand for an anomaly.
    public mutating func add(recording: Int, machine: Int, raw: [[Double]], change: String? = nil) {
        precondition(
            raw.count == names.count && raw.allSatisfy { $0.count == machines.count },
            "ComponentScores.add: \(raw.map(\.count)) scores for \(names.count) components of \(machines.count) machines"
        )
        windows.append(Window(recording: recording, machine: machine, change: change, raw: raw))
    }

    /// Where each component's scores of each machine lie, `[component][machine]`.
    func scales() -> [[ScoreScale]] {
        names.indices.map { component in machines.indices.map { scale(component, of: $0, without: nil) } }
    }

    /// Where a component's scores of a machine's normal windows lie.
    ///
    /// A machine with few held-out windows borrows from those of its type: its mean and its variance are drawn towards theirs as if these had
    /// ``borrowed`` windows. With means of two or three windows of its own, normal ones would lie around nothing by construction.
    ///
    /// - Parameter left: a recording that does not help to set its own machine's, so that it is scaled as a new one would be. Among its kin it
    ///   stays: it stands for a new recording that is as loud, without which loud ones would seem louder than any new one can.
    func scale(_ component: Int, of machine: Int, without left: Int?) -> ScoreScale {
        let type = MachineName(machines[machine]).type
        var (own, kin, all) = ([Double](), [Double](), [Double]())
        for window in windows where window.change == nil {
            let score = window.raw[component][window.machine]
            all.append(score)
            guard types[window.machine] == type else { continue }
            kin.append(score)
            if window.machine == machine, window.recording != left { own.append(score) }
        }
        let others = kin.isEmpty ? all : kin
        guard !others.isEmpty else { return ScoreScale.raw }
        let together = ScoreScale(of: others)
        let count = Double(own.count)
        let mean = (own.reduce(0, +) + Self.borrowed * together.mean) / (count + Self.borrowed)
        let squares = own.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let variance = (squares + Self.borrowed * together.deviation * together.deviation) / (count + Self.borrowed)
        return ScoreScale(mean: mean, deviation: max(variance.squareRoot(), mean.magnitude * 1e-3, 1e-4))
    }

    static let borrowed = 8.0
}
