import InspectionTypes

/// A recording or picture that a classifier has named.
public struct ClassifiedItem: Sendable, Hashable {
    public var file: String
    /// What depends on each other shares one; intervals are drawn over groups.
    public var group: String
    public var truth: String
    public var verdict: String

    public init(file: String, group: String, truth: String, verdict: String) {
        self.file = file
        self.group = group
        self.truth = truth
        self.verdict = verdict
    }
}

extension PairedComparison {
    /// Two classifiers, over recordings or pictures: models with windows of different lengths can be compared, too.
    /// - Throws: ``EvaluationError`` where no item was judged by both.
    public init(first: [ClassifiedItem], second: [ClassifiedItem], seed: UInt64 = 0, resamples: Int = 1000)
        throws(EvaluationError)
    {
        let pairs = try Self.pairs(first, second, by: \.file)
        let names = Set((pairs.first + pairs.second).flatMap { [$0.truth, $0.verdict] }).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        let expected = names.map { name in pairs.first.contains { $0.truth == name } }
        func values(_ items: [ClassifiedItem]) -> (UnsafeBufferPointer<Int32>) -> [Double] {
            let cells = items.map { (numbers[$0.truth] ?? 0) * names.count + (numbers[$0.verdict] ?? 0) }
            return { weights in
                var matrix = [Int](repeating: 0, count: names.count * names.count)
                for (item, cell) in cells.enumerated() { matrix[cell] += Int(weights[item]) }
                let scores = ClassScores(matrix: matrix, classCount: names.count, expected: expected)
                return [scores.accuracy, scores.balancedAccuracy, scores.f1Macro]
            }
        }
        let groups = pairs.first.map(\.group)
        let trials = Set(groups).count
        let least = ExactBound.leastRate(trials: trials)
        self.init(
            PairedFigures(
                keys: ["group_accuracy", "balanced_accuracy", "f1_macro"].map {
                    .init(key: $0, least: (least, least))
                },
                items: groups.count,
                bootstrap: { seed, resamples in
                    StratifiedBootstrap(
                        groups: groups, kinds: pairs.first.map(\.truth), resamples: resamples, seed: seed)
                },
                first: values(pairs.first), second: values(pairs.second)),
            changes: zip(pairs.first, pairs.second).compactMap { a, b in
                Change(
                    file: a.file, truth: a.truth, first: a.verdict, second: b.verdict, wasRight: a.verdict == a.truth,
                    isRight: b.verdict == b.truth)
            },
            groupCount: trials, unpaired: pairs.unpaired, seed: seed, resamples: resamples)
    }

    /// Two segmenters, each at its own threshold.
    /// - Throws: ``EvaluationError`` where no picture was judged by both.
    public init(
        first: [SegmentationEvaluation.PictureFigures], second: [SegmentationEvaluation.PictureFigures],
        seed: UInt64 = 0, resamples: Int = 1000
    ) throws(EvaluationError) {
        typealias Picture = SegmentationEvaluation.PictureFigures
        let pairs = try Self.pairs(first, second, by: \.name)
        func values(_ pictures: [Picture]) -> (UnsafeBufferPointer<Int32>) -> [Double] {
            { weights in
                var (pixels, tolerant) = (PixelCounts(), TolerantCounts())
                for (picture, times) in zip(pictures, weights) where times > 0 {
                    pixels = pixels.adding(picture.pixels, times: Int(times))
                    tolerant = tolerant.adding(picture.tolerant, times: Int(times))
                }
                guard pixels.defects > 0 else { return Array(repeating: .nan, count: 6) }
                return [pixels.f1, pixels.iou, pixels.meanIoU, tolerant.f1, pixels.precision, pixels.recall]
            }
        }
        func word(_ picture: Picture) -> String {
            picture.hasDefect ? (picture.isCaught ? "caught" : "missed") : (picture.isMarked ? "marked" : "clean")
        }
        func isRight(_ picture: Picture) -> Bool { picture.hasDefect ? picture.isCaught : !picture.isMarked }
        let groups = pairs.first.map(\.group)
        self.init(
            PairedFigures(
                keys: ["f1", "iou", "mean_iou", "f1_2px", "precision", "recall"].map { .init(key: $0) },
                items: groups.count,
                bootstrap: { seed, resamples in
                    StratifiedBootstrap(
                        groups: groups, kinds: pairs.first.map { "\($0.hasDefect)" }, resamples: resamples, seed: seed)
                },
                first: values(pairs.first), second: values(pairs.second)),
            changes: zip(pairs.first, pairs.second).compactMap { a, b in
                Change(
                    file: a.name, truth: a.hasDefect ? "defect" : "sound", first: word(a), second: word(b),
                    wasRight: isRight(a), isRight: isRight(b))
            },
            groupCount: Set(groups).count, unpaired: pairs.unpaired, seed: seed, resamples: resamples)
    }

    /// Two detectors, each at its own thresholds; scores need not be on one scale.
    /// - Throws: ``EvaluationError`` where no item was judged by both.
    public init(first: [DetectorItem], second: [DetectorItem], seed: UInt64 = 0, resamples: Int = 1000)
        throws(EvaluationError)
    {
        var pairs = try Self.pairs(first, second, by: \.file)
        // What is true of an item is true of it for both.
        for index in pairs.second.indices {
            pairs.second[index].machine = pairs.first[index].machine
            (pairs.second[index].domain, pairs.second[index].group) = (
                pairs.first[index].domain, pairs.first[index].group
            )
        }
        let (a, b) = (DetectorFigures(pairs.first), DetectorFigures(pairs.second))
        let chosen = Self.detectorFigures(a)
        let doubt = [pairs.first, pairs.second].map { DetectorDoubt($0, machines: a.machines) }
        func values(_ figures: DetectorFigures) -> (UnsafeBufferPointer<Int32>) -> [Double] {
            let places = chosen.map { one in figures.figures.firstIndex(of: one.figure) ?? 0 }
            return { weights in
                let all = figures.values(weights)
                return places.map { all[$0] }
            }
        }
        let groupCount = Set(pairs.first.map(\.group)).count
        let judged = pairs.first
        self.init(
            PairedFigures(
                keys: chosen.map {
                    .init(
                        key: $0.key, machine: $0.machine, isHigherBetter: $0.key != "false_alarm_rate",
                        allowsInterval: doubt[0].allowsInterval($0.figure),
                        least: (doubt[0].least($0.figure), doubt[1].least($0.figure)))
                },
                items: judged.count,
                bootstrap: { seed, resamples in
                    DetectorResampler.bootstrap(judged, resamples: resamples, seed: seed)
                },
                first: values(a), second: values(b)),
            changes: zip(pairs.first, pairs.second).compactMap { a, b in
                Change(
                    file: a.file, machine: a.machine, truth: a.kind, first: a.isReported ? "anomaly" : "normal",
                    second: b.isReported ? "anomaly" : "normal", wasRight: !a.isWrong, isRight: !b.isWrong)
            },
            groupCount: groupCount, unpaired: pairs.unpaired, seed: seed, resamples: resamples)
    }

    private static func detectorFigures(_ figures: DetectorFigures)
        -> [(key: String, machine: String?, figure: DetectorFigures.Figure)]
    {
        let several = figures.machines.count > 1
        let overall: [(String, DetectorFigures.Overall)] =
            (several
                ? [("mean_auc", .meanAUC), ("mean_pauc", .meanPAUC), ("worst_auc", .worstAUC)] : [])
            + [
                ("auc", .auc), ("pauc", .pauc), ("recall", .recall), ("false_alarm_rate", .falseAlarmRate),
                ("precision", .precision), ("f1", .f1), ("balanced_accuracy", .balancedAccuracy),
            ] + (several ? [("id_accuracy", .idAccuracy)] : [])
        let local: [(String, DetectorFigures.Local)] = [
            ("auc", .auc), ("pauc", .pauc), ("recall", .recall), ("false_alarm_rate", .falseAlarmRate),
        ]
        return overall.map { (key: $0.0, machine: nil, figure: .overall($0.1)) }
            + (several
                ? figures.machines.enumerated().flatMap { machine, name in
                    local.map { (key: $0.0, machine: name, figure: .machine(machine, $0.1)) }
                } : [])
    }
}

extension PairedComparison.Change {
    /// `nil` where both said the same.
    fileprivate init?(
        file: String, machine: String? = nil, truth: String, first: String, second: String, wasRight: Bool,
        isRight: Bool
    ) {
        if first == second { return nil }
        self.init(
            file: file, machine: machine, truth: truth, first: first, second: second,
            kind: isRight ? .fixed : wasRight ? .broken : .otherwise)
    }
}
