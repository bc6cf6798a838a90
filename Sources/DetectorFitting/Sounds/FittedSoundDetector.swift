public import AnomalyDetection
public import Datasets
public import InspectionPipeline
public import InspectionTypes
public import NeuralNetworks
import Signals

/// A detector of sounds, ready for its file: graph, thresholds, and what "why" is drawn from.
public struct FittedSoundDetector: Sendable {
    public var graph: Graph
    public var detector: DetectorCard
    public var reference: NormalReference
    /// What a reader must know, each once.
    public var caveats: [String]
    /// Of machines with held-out recordings of their own, or one of all machines: is there enough normal data?
    public var sufficiency: [(machine: String, curve: SufficiencyCurve)]
    /// Held-out normal recordings with their event score, those that come nearest to their machine's threshold first.
    public var heldOut: [(item: DataItem, score: Double)]
}

extension SoundDetectorFitter {
    /// Puts components, their fusion and thresholds together.
    ///
    /// - Parameters:
    ///   - components: fitted on all normal recordings that may be learnt from.
    ///   - held: the recordings that choose the fusion and the thresholds.
    ///   - items: the normal recordings that `components` were fitted on.
    ///   - rate: inspections; `nil` for sound that is listened to without a pause.
    ///   - isBound: whether `held` were scored by what had heard nothing like them, as few new recordings will be.
    ///   - remarks: said of every threshold, such as what it rests on.
    /// - Throws: `AnomalyError` where nothing was held out.
    public func detector(
        _ components: SoundComponents, held: HeldOutRecordings, on items: [DataItem], method: String,
        target: FalseAlarmTarget, rate: InspectionRate?, isBound: Bool = false, remarks: [String]
    ) throws -> FittedSoundDetector {
        let fusion = ScoreFusion(held.scores, rule: options.rule)
        let own = machines.indices.map { machine in
            let scored = fusion.heldOut.filter { $0.machine == machine }
            return ThresholdCalibration.Scores(
                name: machines[machine], scores: scored.map(\.score), apart: scored.map(\.apart),
                seconds: scored.map { held.seconds[$0.recording] },
                groups: scored.map { held.items[$0.recording].group }, isBound: isBound, caveats: remarks)
        }
        let calibrations = try ThresholdCalibration.calibrate(own, target: target, rate: rate)
        let windows = SoundWindows(items, store: store, frontEnd: frontEnd)
        let counts = Dictionary(grouping: windows.items, by: column).mapValues(\.count)
        let nearest = fusion.heldOut.map { ($0, abs($0.score - calibrations[$0.machine].threshold)) }
            .sorted { ($0.1, $0.0.recording) < ($1.1, $1.0.recording) }.map(\.0)
        let card = DetectorCard(
            method: method,
            machines: machines.indices.map { machine in
                DetectorCard.Machine(
                    name: machines[machine], items: counts[machine] ?? 0,
                    threshold: calibrations[machine].threshold, calibration: calibrations[machine].calibration)
            }, rule: options.rule, scoring: scoring(components, fusion), leastProbability: held.leastProbability,
            heardRightly: held.heardRightly)
        return FittedSoundDetector(
            graph: components.joined(by: fusion, machineCount: machines.count), detector: card,
            reference: reference(windows, components.origins), caveats: components.caveats,
            sufficiency: sufficiency(own, target: target, rate: rate),
            heldOut: nearest.map { (held.items[$0.recording], $0.score) })
    }

    private func scoring(_ components: SoundComponents, _ fusion: ScoreFusion) -> String {
        components.names.count == 1 && components.scoring.isEmpty
            ? fusion.words : fusion.words + (components.scoring.isEmpty ? "" : "; distance: " + components.scoring)
    }

    private func reference(_ windows: SoundWindows, _ origins: [NearestNormal]) -> NormalReference {
        var builder = NormalReferenceBuilder(frontEnd, machineCount: machines.count)
        for (index, item) in windows.items.enumerated() {
            for frames in windows.channels(ofItem: index) {
                let values = frames.withValues(Array.init)
                builder.add(LogMelSpectrogram(values: values, settings: frontEnd.logMel), machine: column(of: item))
            }
        }
        return builder.reference(memory: NormalReference.Memory(origins))
    }

    /// A curve a machine that has recordings enough of its own, else one of all.
    private func sufficiency(
        _ scores: [ThresholdCalibration.Scores], target: FalseAlarmTarget, rate: InspectionRate?
    ) -> [(machine: String, curve: SufficiencyCurve)] {
        var curves: [(String, SufficiencyCurve)] = []
        for machine in scores where machine.groupCount >= ThresholdCalibration.leastOwn {
            if let curve = try? SufficiencyCurve(machine, target: target, rate: rate, seed: options.seed) {
                curves.append((machine.name, curve))
            }
        }
        guard curves.isEmpty else { return curves }
        let all = scores.count == 1 ? scores[0] : ThresholdCalibration.Scores.pooled(scores)
        if let curve = try? SufficiencyCurve(all, target: target, rate: rate, seed: options.seed) {
            curves.append((all.name, curve))
        }
        return curves
    }
}
