import InspectionTypes
import NeuralNetworks

/// Whether a detector's card makes sense and belongs to its graph: its numbers come from outside.
enum DetectorCardCheck {
    private static let mostMachines = 100_000
    /// In windows: hours of them.
    private static let longestRule = 10_000
    /// Of an anomaly map, in cells.
    private static let longestSide = 16_384
    private static let largestMap = 1 << 26

    /// - Returns: the card's part on detection.
    static func check(_ card: ModelCard) throws -> DetectorCard {
        guard let detector = card.detector else {
            throw PipelineError(
                .card, "the card has no 'detector': the card is damaged; copy the model again from where it was made")
        }
        let names = detector.machines.map(\.name)
        guard (1...mostMachines).contains(names.count), names.allSatisfy({ !$0.isEmpty }),
            Set(names).count == names.count
        else {
            throw wrong("machines \(names.prefix(24))", "each has a name of its own, and there is at least one")
        }
        for machine in detector.machines where !machine.threshold.isFinite {
            throw wrong("threshold \(machine.threshold) of \(machine.name)", "it is a number")
        }
        for machine in detector.machines { try check(machine.calibration, of: machine.name) }
        guard card.medium == .sound || names.count == 1 else {
            throw wrong("\(names.count) machines", "a detector of pictures knows one; make a model for each")
        }
        let rule = detector.rule
        guard rule.needed >= 1, rule.needed <= rule.windows, rule.windows <= longestRule else {
            throw wrong(
                "rule of \(rule.needed) of \(rule.windows) windows",
                "needed lies within 1...windows, and windows within 1...\(longestRule)")
        }
        if let least = detector.leastProbability, !(0...1).contains(least) {
            throw wrong("least_probability of \(least)", "a probability lies within 0...1")
        }
        if let share = detector.heardRightly, !(0...1).contains(share.value) {
            throw wrong("heard_rightly of \(share.value)", "a share lies within 0...1")
        }
        guard card.normalClasses.count == 1, card.classes.count == 2, card.classes.contains(card.normalClasses[0])
        else {
            throw wrong(
                "classes \(card.classes), of which \(card.normalClasses) are normal",
                "a detector tells one class that is normal from one that is not")
        }
        return detector
    }

    /// What a threshold rests on is printed and compared with what was found.
    private static func check(_ calibration: DetectorCard.Calibration, of machine: String) throws {
        let (share, rate) = (calibration.falseAlarms, calibration.perHour)
        guard [share.value, share.low, share.high].allSatisfy({ $0.map((0...1).contains) ?? true }), isOrdered(share)
        else {
            throw wrong(
                "share of false alarms \(words(share)) of \(machine)", "shares lie within 0...1, and low not above high"
            )
        }
        guard
            rate.map({ [$0.value, $0.low, $0.high].allSatisfy { $0.map { $0 >= 0 } ?? true } && isOrdered($0) }) ?? true
        else {
            throw wrong(
                "false alarms an hour \(rate.map(words) ?? "") of \(machine)",
                "they are numbers from 0 on, and low not above high")
        }
        guard calibration.items >= 0, calibration.seconds >= 0, calibration.seconds.isFinite else {
            throw wrong(
                "calibration of \(machine) by \(calibration.items) items of \(calibration.seconds) s",
                "they are 0 or more")
        }
    }

    private static func isOrdered(_ value: MetricValue) -> Bool {
        value.low.flatMap { low in value.high.map { low <= $0 } } ?? true
    }

    private static func words(_ value: MetricValue) -> String {
        "\(value.value) (\(value.low.map { "\($0)" } ?? "?") to \(value.high.map { "\($0)" } ?? "?"))"
    }

    /// A picture's anomaly map is one grid of cells.
    static func checkMap(_ graph: Graph, _ shapes: [String: [Int]]) throws {
        guard graph.outputs.contains(where: { $0.name == DetectorNames.anomalyMap }),
            let shape = shapes[DetectorNames.anomalyMap]
        else { return }
        guard shape.count == 4, shape[0] == 1, shape[1] == 1,
            shape[2...].allSatisfy({ (1...longestSide).contains($0) }), shape[2] * shape[3] <= largestMap
        else {
            throw PipelineError(
                .mismatch,
                "the graph's output '\(DetectorNames.anomalyMap)' has the shape \(shape), a map has [1, 1, height, width]"
            )
        }
    }

    /// What the graph gives must be as wide as the card has machines.
    static func check(_ detector: DetectorCard, _ graph: Graph, _ shapes: [String: [Int]]) throws {
        try GraphCheck.output(DetectorNames.scores, in: graph)
        let count = detector.machines.count
        for name in [DetectorNames.scores, DetectorNames.probabilities, DetectorNames.nearest] {
            guard graph.outputs.contains(where: { $0.name == name }), let shape = shapes[name] else { continue }
            guard shape.count == 2, shape.last == count else {
                throw PipelineError(
                    .mismatch, "the card names \(count) machines, the graph's output '\(name)' has the shape \(shape)")
            }
        }
    }

    /// What else the graph asks for nobody would give it.
    static func checkInputs(_ graph: Graph, known: [String]) throws {
        for input in graph.inputs where !known.contains(input.name) {
            throw PipelineError(
                .mismatch,
                "the graph asks for an input '\(input.name)' that this program does not know; it knows \(known)")
        }
    }

    private static func wrong(_ what: String, _ rule: String) -> PipelineError {
        PipelineError(
            .card,
            "the card's \(what) cannot be: \(rule). The card is damaged: copy the model again from where it was made")
    }
}
