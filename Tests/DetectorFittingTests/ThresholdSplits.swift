import AnomalyDetection
import Datasets
import InspectionTypes
import NeuralNetworks

@testable import DetectorFitting

/// Random splits of normal recordings: one half sets thresholds the whole way that a detector is made, the other half is judged by them.
struct ThresholdSplits {
    /// Thresholds of one split, held against what came of them.
    struct Outcome {
        /// What was stated.
        var stated: MetricValue
        /// Machines that were judged by it: one, or all where they were pooled.
        var judged: Int
        var alarms: Int
        /// How many of `judged` the statement allows with 95 %.
        var allowed: ClosedRange<Int>
        var keeps: Bool { allowed.contains(alarms) }
    }

    let items: [DataItem]
    let store: FeatureStore
    let frontEnd: SoundFrontEnd
    let network: DetectorNetwork

    /// What is judged: half of each machine's recordings at random, or all recordings of a quarter of the halls.
    enum LeftOut {
        case recordings
        case halls
    }

    func outcomes(
        _ seed: UInt64, _ backgrounds: Backgrounds, asked: String, leftOut: LeftOut = .recordings
    ) throws -> [Outcome] {
        let machines = Set(items.compactMap(\.machine)).sorted()
        var generator = SeededGenerator(seed: seed, stream: "split")
        var (learnt, judged) = ([DataItem](), [DataItem]())
        switch leftOut {
        case .recordings:
            for machine in machines {
                let own = items.filter { $0.machine == machine }.shuffled(using: &generator)
                learnt += own.prefix(own.count / 2)
                judged += own.dropFirst(own.count / 2)
            }
        case .halls:
            let halls = Set(items.map(HallRecordings.hall)).sorted().shuffled(using: &generator)
            let unheard = Set(halls.prefix(halls.count / 4))
            learnt = items.filter { !unheard.contains(HallRecordings.hall($0)) }
            judged = items.filter { unheard.contains(HallRecordings.hall($0)) }
        }
        let fitter = SoundDetectorFitter(
            machines: machines, store: store, frontEnd: frontEnd, options: .init(seed: seed, threads: 1))
        let fitted = try SoundDetectorBuilder(
            fitter,
            options: .init(
                method: "backbone", target: FalseAlarmTarget(parsing: asked), keepsOutliers: true,
                backgrounds: backgrounds)
        ).build(training: learnt, validation: [], network: { _, _ in network }, tell: { _ in })
        let windows = SoundWindows(judged, store: store, frontEnd: frontEnd)
        let scores = try SoundNetwork(fitted.graph, frontEnd: frontEnd, threads: 1).run(
            windows, fetch: [DetectorNames.scores])[0]
        var events: [Int: (machine: Int, scores: [Double])] = [:]
        for (place, row) in zip(windows.places, scores) {
            let machine = fitter.column(of: windows.items[place.item])
            events[place.item, default: (machine, [])].scores.append(Double(row[machine]))
        }
        return outcomes(
            events.values.compactMap { event in
                fitted.detector.rule.eventScore(event.scores).map {
                    (event.machine, $0 >= fitted.detector.machines[event.machine].threshold)
                }
            }, fitted.detector)
    }

    /// Machines that share a calibration are held against it together.
    private func outcomes(_ reported: [(machine: Int, isReported: Bool)], _ card: DetectorCard) -> [Outcome] {
        let pooled = card.machines.indices.filter { card.machines[$0].calibration.pooled }
        let sets = card.machines.indices.filter { !pooled.contains($0) }.map { [$0] } + (pooled.isEmpty ? [] : [pooled])
        return sets.map { set in
            let own = reported.filter { set.contains($0.machine) }
            let calibration = card.machines[set[0]].calibration
            return Outcome(
                stated: calibration.falseAlarms, judged: own.count, alarms: own.count(where: \.isReported),
                allowed: ThresholdCalibration.predictiveInterval(of: own.count, from: calibration))
        }
    }
}
