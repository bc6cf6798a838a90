import Evaluation
public import InspectionTypes
public import NeuralNetworks

/// How several components become one score, chosen on normal recordings alone.
///
/// Sounds that were changed on purpose, and those of other machines of the same type, must rank above held-out normal recordings. The rating of
/// a choice is the mean over the kinds of change of the area under ROC up to a false-positive rate of 0.1 (``ROCCurve/partialArea(upTo:)``):
/// what is found only at the price of many false alarms is not found. Components come in the order of how much they have learnt, least first, and
/// the first one stays unless another is clearly better: by ``leastGain`` and by twice the standard error of the difference over resampled
/// recordings. To it the one is added that helps most, by maximum or by mean, for as long as the rating grows as clearly. The maximum lets each component speak for the faults that it hears; the
/// mean lets several weak ones agree.
public struct ScoreFusion: Sendable {
    /// How several scores become one.
    public enum Rule: String, Sendable, Hashable, Codable, CaseIterable { case maximum, mean }

    /// Components that count, in the order in which they were chosen.
    public let components: [Int]
    public let fusion: Rule
    /// `[component][machine]`, of ``components``.
    public let scales: [[ScoreScale]]
    /// Of the joined score, by machine.
    public let joined: [ScoreScale]
    /// What was chosen and on what grounds.
    public let words: String
    /// Event scores of the held-out normal recordings against their own machine, by recording: as the detector scores them, and as it would had
    /// they not helped to set their machine's scale.
    public let heldOut: [(recording: Int, machine: Int, score: Double, apart: Double)]

    /// What another component, or a further one, must add to the rating at least.
    static let leastGain = 0.01

    private struct Candidate {
        var components: [Int]
        var fusion: Rule
    }

    public init(_ scores: ComponentScores, rule: EventRule = .every) {
        let scales = scores.scales()
        let (chosen, grounds) = Self.chosen(scores, scales, rule)
        components = chosen.components
        fusion = chosen.fusion
        self.scales = chosen.components.map { scales[$0] }
        let windows = scores.windows.filter { $0.change == nil }
        // With means of two or three recordings of its own, normal ones of a machine would lie around nothing by construction.
        let recordings = Dictionary(grouping: windows, by: \.recording)
        var joined = ComponentScores(names: ["joined"], machines: scores.machines)
        var whole: [Double] = []
        for recording in recordings.keys.sorted() {
            let own = recordings[recording] ?? []
            guard let machine = own.first?.machine else { continue }
            let apart = chosen.components.map { scores.scale($0, of: machine, without: recording) }
            for window in own {
                let normalised = zip(chosen.components, apart).map { $1.apply(window.raw[$0][machine]) }
                let score = Self.join(normalised, chosen.fusion)
                joined.add(recording: recording, machine: machine, raw: [scores.machines.map { _ in score }])
                whole.append(Self.join(window.raw, chosen, scales, machine: machine))
            }
        }
        // Of one component the scores are normalised already.
        let isAlone = chosen.components.count == 1
        let nothing = ScoreScale.raw
        let last = isAlone ? scores.machines.map { _ in nothing } : joined.scales()[0]
        self.joined = last
        let apart = joined.windows.map { window in
            let scale = isAlone ? nothing : joined.scale(0, of: window.machine, without: window.recording)
            return scale.apply(window.raw[0][window.machine])
        }
        let scored = zip(joined.windows, whole).map { last[$0.machine].apply($1) }
        let owners = Dictionary(
            joined.windows.map { ($0.recording, $0.machine) }, uniquingKeysWith: { first, _ in first })
        let numbers = joined.windows.map(\.recording)
        heldOut = zip(RecordingScores.events(scored, numbers, rule), RecordingScores.events(apart, numbers, rule)).map {
            ($0.recording, owners[$0.recording] ?? 0, $0.score, $1.score)
        }
        words = grounds
    }

    /// Writes the fusion behind components' raw scores.
    ///
    /// - Parameter raw: `[batch, machine]`, one a component of the detector, whether it counts or not.
    /// - Returns: `[batch, machine]`, z-normalised.
    public func write(on raw: [GraphBuilder.Value], in builder: inout GraphBuilder) -> GraphBuilder.Value {
        builder.fused(
            zip(components, scales).map { (raw[$0], $1) }, by: fusion == .mean ? .mean : .maximum, joined: joined)
    }

    // MARK: - Choosing

    private static func join(
        _ raw: [[Double]], _ candidate: Candidate, _ scales: [[ScoreScale]], machine: Int
    ) -> Double {
        join(candidate.components.map { scales[$0][machine].apply(raw[$0][machine]) }, candidate.fusion)
    }

    private static func join(_ normalised: [Double], _ fusion: Rule) -> Double {
        switch fusion {
        case .mean: normalised.reduce(0, +) / Double(normalised.count)
        case .maximum: normalised.max() ?? 0
        }
    }

    /// `nil` where nothing can be held against the normal recordings.
    private static func rating(
        _ candidate: Candidate, _ scores: ComponentScores, _ scales: [[ScoreScale]], _ rule: EventRule
    ) -> FusionRating? {
        let types = scores.machines.map { MachineName($0).type }
        var normal: [Double] = []
        var strange: [String: [Double]] = [:]
        for machine in scores.machines.indices {
            func events(_ windows: [ComponentScores.Window]) -> [Double] {
                RecordingScores.events(
                    windows.map { join($0.raw, candidate, scales, machine: machine) }, windows.map(\.recording), rule
                ).map(\.score)
            }
            let own = Dictionary(grouping: scores.windows.filter { $0.machine == machine }, by: \.change)
            for (change, windows) in own {
                if let change { strange[change, default: []] += events(windows) } else { normal += events(windows) }
            }
            let others = scores.windows.filter {
                $0.change == nil && $0.machine != machine && types[$0.machine] == types[machine]
            }
            if !others.isEmpty { strange["another machine", default: []] += events(others) }
        }
        return FusionRating(normal: normal, strange: strange.keys.sorted().map { strange[$0] ?? [] })
    }

    /// The choice, and in words what it is and on what grounds.
    private static func chosen(_ scores: ComponentScores, _ scales: [[ScoreScale]], _ rule: EventRule) -> (
        Candidate, String
    ) {
        let all = Array(scores.names.indices)
        let alone = all.map { rating(Candidate(components: [$0], fusion: .maximum), scores, scales, rule) }
        guard all.count > 1, let first = all.first, var best = alone[first] else {
            let everything = Candidate(components: all, fusion: .maximum)
            return (everything, text(everything, scores.names))
        }
        var lead = Candidate(components: [first], fusion: .maximum)
        for place in all.dropFirst() {
            guard let rating = alone[place], rating.isClearlyBetter(than: best, by: leastGain) else { continue }
            (lead, best) = (Candidate(components: [place], fusion: .maximum), rating)
        }
        var chosen = (candidate: lead, rating: best)
        for fusion in Rule.allCases {
            var current = (candidate: Candidate(components: lead.components, fusion: fusion), rating: best)
            while true {
                let further = all.filter { !current.candidate.components.contains($0) }.compactMap { next in
                    let candidate = Candidate(components: current.candidate.components + [next], fusion: fusion)
                    return rating(candidate, scores, scales, rule).map { (candidate: candidate, rating: $0) }
                }
                guard let step = further.max(by: { $0.rating.value < $1.rating.value }),
                    step.rating.isClearlyBetter(than: current.rating, by: leastGain)
                else { break }
                current = step
            }
            if current.rating.value > chosen.rating.value { chosen = current }
        }
        let ratings = zip(scores.names, alone).map { name, rating in
            "\(name) \(rating.map { DecimalText.fixed($0.value, digits: 3) } ?? "–")"
        }
        return (
            chosen.candidate,
            text(chosen.candidate, scores.names)
                + " (changed sounds above held-out normal ones, pAUC: \(DecimalText.fixed(chosen.rating.value, digits: 3)); alone: "
                + ratings.joined(separator: ", ") + ")"
        )
    }

    private static func text(_ candidate: Candidate, _ names: [String]) -> String {
        let parts = candidate.components.map { names[$0] }
        return parts.count == 1 ? parts[0] : "the \(candidate.fusion.rawValue) of " + parts.joined(separator: ", ")
    }
}
