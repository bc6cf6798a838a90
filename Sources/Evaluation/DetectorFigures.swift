import InspectionTypes

/// A detector's figures from any weights of its items: the data as they are weigh 1, a resample's as often as they were drawn.
struct DetectorFigures {
    enum Overall: Int, CaseIterable {
        case auc, pauc, precision, recall, f1, falseAlarmRate, balancedAccuracy, idAccuracy
        case meanAUC, meanPAUC, harmonicMeanAUC, harmonicMeanPAUC, worstAUC, worstPAUC, dcaseScore
    }
    /// Of one machine.
    enum Local: Int, CaseIterable { case auc, pauc, precision, recall, f1, falseAlarmRate }
    /// Over the machines of a type.
    enum Mean: Int, CaseIterable { case meanAUC, meanPAUC, harmonicMeanAUC, harmonicMeanPAUC, worstAUC }
    /// Over the machines in one domain.
    enum InDomain: Int, CaseIterable { case meanAUC, harmonicMeanAUC }

    enum Figure: Hashable {
        case overall(Overall)
        case machine(Int, Local)
        case type(Int, Mean)
        case domain(Int, InDomain)
        case machineInDomain(machine: Int, domain: Int)
    }

    /// Reported and passed over, of what is anomalous and of what is sound.
    private struct Counts {
        var caught = 0
        var missed = 0
        var alarms = 0
        var quiet = 0

        static func += (a: inout Counts, b: Counts) {
            a.caught += b.caught
            a.missed += b.missed
            a.alarms += b.alarms
            a.quiet += b.quiet
        }

        var recall: Double { caught + missed == 0 ? .nan : ratio(caught, caught + missed) }
        var falseAlarmRate: Double { alarms + quiet == 0 ? .nan : ratio(alarms, alarms + quiet) }
        var precision: Double { caught + missed == 0 ? .nan : ratio(caught, caught + alarms) }
        var f1: Double { caught + missed == 0 ? .nan : ratio(2 * caught, 2 * caught + alarms + missed) }
        var balancedAccuracy: Double { (recall + 1 - falseAlarmRate) / 2 }
    }

    /// Sorted.
    let machines: [String]
    /// Machine types, sorted; empty where there is one.
    let types: [String]
    /// Sorted; empty where the data knows none.
    let domains: [String]
    let figures: [Figure]

    private let machineOf: [Int]
    private let isAnomaly: [Bool]
    private let isReported: [Bool]
    private let isHeardRightly: [Bool?]
    private let pooled: RankedItems
    private let ranked: [RankedItems]
    /// `[machine][domain]`: the normal items of the domain against all anomalies of the machine.
    private let rankedInDomain: [[RankedItems]]
    /// `[type]`: its machines.
    private let machinesOfType: [[Int]]

    init(_ items: [DetectorItem]) {
        let machines = Set(items.map(\.machine)).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: machines.enumerated().map { ($1, $0) })
        let machineOf = items.map { numbers[$0.machine] ?? 0 }
        let (scores, positives) = (items.map(\.score), items.map(\.isAnomaly))
        let members = Dictionary(grouping: items.indices) { machineOf[$0] }
        let domains = Set(items.compactMap(\.domain)).sorted()
        pooled = RankedItems(Array(items.indices), scores: scores, positives: positives)
        ranked = machines.indices.map { RankedItems(members[$0] ?? [], scores: scores, positives: positives) }
        rankedInDomain = machines.indices.map { machine in
            domains.map { domain in
                RankedItems(
                    (members[machine] ?? []).filter { positives[$0] || items[$0].domain == domain }, scores: scores,
                    positives: positives)
            }
        }
        let typeOf = machines.map { MachineName($0).type }
        let types = Set(typeOf).sorted()
        self.types = types.count > 1 && types.count < machines.count ? types : []
        machinesOfType = self.types.map { type in machines.indices.filter { typeOf[$0] == type } }
        self.machines = machines
        self.machineOf = machineOf
        isAnomaly = positives
        isReported = items.map(\.isReported)
        isHeardRightly = items.map(\.isHeardRightly)
        self.domains = domains
        figures =
            Overall.allCases.map(Figure.overall)
            + machines.indices.flatMap { machine in Local.allCases.map { .machine(machine, $0) } }
            + self.types.indices.flatMap { type in Mean.allCases.map { .type(type, $0) } }
            + domains.indices.flatMap { domain in InDomain.allCases.map { .domain(domain, $0) } }
            + machines.indices.flatMap { machine in
                domains.indices.map { .machineInDomain(machine: machine, domain: $0) }
            }
    }

    /// In the order of ``figures``; not a number where there is nothing to say.
    func values(_ weights: UnsafeBufferPointer<Int32>) -> [Double] {
        let areas = ranked.map { $0.hasBoth ? $0.areas(weights) : nil }
        let inDomain = rankedInDomain.map { $0.map { $0.hasBoth ? $0.areas(weights)?.auc ?? .nan : .nan } }
        let pooledAreas = machines.count == 1 ? areas[0] : pooled.areas(weights)
        let (counts, heard) = counts(weights)
        let all = counts.reduce(into: Counts(), +=)
        func mean(_ machines: some Collection<Int>) -> MeanAreas {
            MeanAreas(areas, machines.filter { ranked[$0].hasBoth })
        }
        let overall = mean(machines.indices)
        let means = machinesOfType.map(mean)
        func value(_ figure: Figure) -> Double {
            switch figure {
            case .overall(.auc): pooledAreas?.auc ?? .nan
            case .overall(.pauc): pooledAreas?.pauc ?? .nan
            case .overall(.precision): all.precision
            case .overall(.recall): all.recall
            case .overall(.f1): all.f1
            case .overall(.falseAlarmRate): all.falseAlarmRate
            case .overall(.balancedAccuracy): all.balancedAccuracy
            case .overall(.idAccuracy): heard.judged == 0 ? .nan : ratio(heard.right, heard.judged)
            case .overall(.meanAUC): overall.meanAUC
            case .overall(.meanPAUC): overall.meanPAUC
            case .overall(.harmonicMeanAUC): overall.harmonicMeanAUC
            case .overall(.harmonicMeanPAUC): overall.harmonicMeanPAUC
            case .overall(.worstAUC): overall.worstAUC
            case .overall(.worstPAUC): overall.worstPAUC
            case .overall(.dcaseScore): MeanAreas.harmonic(expected(inDomain) + overall.paucs)
            case .machine(let machine, .auc): areas[machine]?.auc ?? .nan
            case .machine(let machine, .pauc): areas[machine]?.pauc ?? .nan
            case .machine(let machine, .precision): counts[machine].precision
            case .machine(let machine, .recall): counts[machine].recall
            case .machine(let machine, .f1): counts[machine].f1
            case .machine(let machine, .falseAlarmRate): counts[machine].falseAlarmRate
            case .type(let type, .meanAUC): means[type].meanAUC
            case .type(let type, .meanPAUC): means[type].meanPAUC
            case .type(let type, .harmonicMeanAUC): means[type].harmonicMeanAUC
            case .type(let type, .harmonicMeanPAUC): means[type].harmonicMeanPAUC
            case .type(let type, .worstAUC): means[type].worstAUC
            case .domain(let domain, .meanAUC): MeanAreas.arithmetic(expected(inDomain, domain))
            case .domain(let domain, .harmonicMeanAUC): MeanAreas.harmonic(expected(inDomain, domain))
            case .machineInDomain(let machine, let domain): inDomain[machine][domain]
            }
        }
        return figures.map(value)
    }

    /// Areas that the data allows, of one domain or of all; a resample that loses one of them makes it no number.
    private func expected(_ inDomain: [[Double]], _ domain: Int? = nil) -> [Double] {
        machines.indices.flatMap { machine in
            domains.indices.filter { (domain == nil || $0 == domain) && rankedInDomain[machine][$0].hasBoth }
                .map { inDomain[machine][$0] }
        }
    }

    private func counts(_ weights: UnsafeBufferPointer<Int32>) -> ([Counts], heard: (right: Int, judged: Int)) {
        var counts = [Counts](repeating: Counts(), count: machines.count)
        var heard = (right: 0, judged: 0)
        for index in machineOf.indices {
            let weight = Int(weights[index])
            guard weight > 0 else { continue }
            switch (isAnomaly[index], isReported[index]) {
            case (true, true): counts[machineOf[index]].caught += weight
            case (true, false): counts[machineOf[index]].missed += weight
            case (false, true): counts[machineOf[index]].alarms += weight
            case (false, false): counts[machineOf[index]].quiet += weight
            }
            if let isRight = isHeardRightly[index] {
                heard.judged += weight
                heard.right += isRight ? weight : 0
            }
        }
        return (counts, heard)
    }
}

/// Means of several machines' areas.
private struct MeanAreas {
    var aucs: [Double]
    var paucs: [Double]

    init(_ areas: [RankedItems.Areas?], _ machines: [Int]) {
        aucs = machines.map { areas[$0]?.auc ?? .nan }
        paucs = machines.map { areas[$0]?.pauc ?? .nan }
    }

    var meanAUC: Double { Self.arithmetic(aucs) }
    var meanPAUC: Double { Self.arithmetic(paucs) }
    var harmonicMeanAUC: Double { Self.harmonic(aucs) }
    var harmonicMeanPAUC: Double { Self.harmonic(paucs) }
    var worstAUC: Double { aucs.min() ?? .nan }
    var worstPAUC: Double { paucs.min() ?? .nan }

    static func arithmetic(_ values: [Double]) -> Double {
        values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
    }

    /// 0 where one of them is.
    static func harmonic(_ values: [Double]) -> Double {
        values.isEmpty ? .nan : Double(values.count) / values.reduce(0) { $0 + 1 / $1 }
    }
}
