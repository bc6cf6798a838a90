#if canImport(Glibc)
import Glibc
#else
import Musl
#endif
import InspectionTypes

/// Turns readings of one source's windows into judgements; remembers which machine it has been hearing. A value, one a source.
public struct LiveJudge: Sendable {
    /// Windows after which a machine that fell silent has lost half its weight in step one.
    private static let memory = 10.0

    private let card: ModelCard
    private let detector: DetectorCard?
    private let given: Int?
    /// Probability by machine, the older windows counting less.
    private var belief: [Double] = []

    init(card: ModelCard, given: Int?) {
        self.card = card
        self.detector = card.detector
        self.given = given
    }

    /// The next window's judgement.
    public mutating func judge(_ reading: LiveReading) -> WindowJudgement {
        guard let detector else { return WindowJudgement(card: card, probabilities: reading.probabilities) }
        if !reading.probabilities.isEmpty {
            let kept = exp2(-1 / Self.memory)
            if belief.isEmpty { belief = reading.probabilities }
            for machine in belief.indices {
                belief[machine] = kept * belief[machine] + (1 - kept) * reading.probabilities[machine]
            }
        }
        let machine = given ?? (belief.isEmpty ? 0 : ParityGate.winner(belief).index)
        let (score, threshold) = (reading.scores[machine], detector.machines[machine].threshold)
        let isDefect = score >= threshold
        return WindowJudgement(
            verdict: isDefect ? .defect : .normal,
            label: isDefect ? card.detectorWords.anomaly : card.detectorWords.normal, score: score,
            threshold: threshold, alarm: score,
            machine: detector.machines.count > 1 ? detector.machines[machine].name : nil)
    }

    /// The recording has ended: what follows may be of another machine.
    public mutating func forget() { belief = [] }
}
