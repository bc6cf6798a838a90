import InspectionTypes

/// Step one of a detector: which machine a recording is judged as.
struct MachineChoice: Sendable {
    /// So many deviations of normal recordings above every threshold, a recording is a severe fault or of a machine never heard, however
    /// sure the network is.
    static let farAway = 20.0
    /// From this probability on the network is sure enough to contradict a user.
    static let sureProbability = 0.8

    /// In the order of the graph's columns.
    let names: [String]

    /// Where it was measured: one whose likeliest machine is less probable, and that is an anomaly to all, is of none that is known.
    private let leastProbability: Double?
    private let mayContradict: Bool

    init(_ detector: DetectorCard) {
        names = detector.machines.map(\.name)
        leastProbability = detector.leastProbability
        mayContradict = detector.mayContradict
    }

    /// The place of a machine that a user named.
    ///
    /// - Throws: ``PipelineError`` listing the machines that there are.
    func index(of name: String) throws -> Int {
        if let index = names.firstIndex(of: name) { return index }
        let alike = names.indices.filter { names[$0].lowercased() == name.lowercased() }
        if alike.count == 1 { return alike[0] }
        let shown = names.prefix(24).map { "'\($0)'" }.joined(separator: ", ")
        throw PipelineError(
            .input,
            "the model knows no machine '\(name)'; it knows \(shown)\(names.count > 24 ? " and \(names.count - 24) more" : "")"
        )
    }

    /// The machine to judge against, and what step one says of it.
    ///
    /// - Parameter given: the place of the machine that a user named.
    /// - Returns: `heard` is `nil` of a detector of one machine.
    func heard(_ scores: DetectionScores, given: Int?) -> (index: Int, heard: HeardMachine?) {
        let likeliest = scores.likeliestMachine
        let index = given ?? likeliest
        guard names.count > 1 else { return (index, nil) }
        // Without probabilities nothing is known that could contradict a user.
        let isTold = !scores.probabilities.isEmpty
        return (
            index,
            HeardMachine(
                name: names[index], probability: isTold ? scores.probabilities[index] : nil, isGiven: given != nil,
                heardAs: !isTold || likeliest == index ? nil : names[likeliest])
        )
    }

    /// What a user should know of step one: that the recording is of another machine than the one given, or of none that is known.
    ///
    /// - Parameters:
    ///   - file: the recording.
    ///   - margins: how far the recording's scores lie above the machines' thresholds.
    func warning(_ file: String, _ heard: HeardMachine?, _ probabilities: [Double], margins: [Double]) -> String? {
        guard let heard, !probabilities.isEmpty else { return nil }
        let best = ParityGate.winner(probabilities).index
        let sure = Self.number(probabilities[best])
        if let other = heard.heardAs, mayContradict, probabilities[best] >= Self.sureProbability {
            return "\(file): given as \(heard.name), it sounds like \(other) (probability \(sure) against "
                + "\(Self.number(heard.probability ?? 0))): is it a recording of \(heard.name)?"
        }
        guard !heard.isGiven, let least = margins.min() else { return nil }
        let isStrange = leastProbability.map { probabilities[best] < $0 && least >= 0 } ?? false
        guard isStrange || least >= Self.farAway else { return nil }
        return
            "\(file): it resembles none of the machines that the model knows; the score is taken against the likeliest, "
            + "\(names[best]) (probability \(sure)). A severe fault, or a machine never heard: say which it is (--machine), "
            + "or train with recordings of it"
    }

    private static func number(_ value: Double) -> String { DecimalText.fixed(value, digits: 2) }
}
