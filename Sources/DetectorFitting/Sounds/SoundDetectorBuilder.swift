public import AnomalyDetection
public import Datasets
import InspectionTypes

/// The whole way from normal recordings to scores and thresholds, whatever the network: who is left out, who is held out, what is fitted on
/// whom. No libtorch.
///
/// ```swift
/// let builder = SoundDetectorBuilder(fitter, options: .init(method: "backbone", target: target))
/// let fitted = try builder.build(training: train, validation: validation, network: { _, _ in network }, tell: { print($0) })
/// ```
public struct SoundDetectorBuilder: Sendable {
    public struct Options: Sendable {
        /// As the card names it.
        public var method: String
        public var target: FalseAlarmTarget
        /// Inspections; `nil` for sound that is listened to without a pause.
        public var rate: InspectionRate?
        /// Whether recordings that sound unlike the other normal ones are learnt from all the same.
        public var keepsOutliers: Bool
        /// What thresholds from folds are set for.
        public var backgrounds: Backgrounds

        public init(
            method: String, target: FalseAlarmTarget, rate: InspectionRate? = nil, keepsOutliers: Bool = false,
            backgrounds: Backgrounds = .new
        ) {
            self.backgrounds = backgrounds
            self.method = method
            self.target = target
            self.rate = rate
            self.keepsOutliers = keepsOutliers
        }
    }

    /// What is told on the way.
    public enum Event: Sendable, Hashable {
        case note(String)
        /// One fit of several begins.
        case unit(name: String, number: Int, count: Int)
    }

    /// A network that has learnt from some recordings, or was there before them.
    ///
    /// - Parameter unit: names what is learnt: `fold-1`, and ``model`` for the network that is kept, which is asked for last.
    public typealias Network = (_ items: [DataItem], _ unit: String) throws -> DetectorNetwork

    /// The unit of the network that is kept.
    public static let model = "model"
    /// Normal recordings from which on a part of them is held out instead of folds, where folds would have to be trained.
    public static let enoughToHoldOut = 400
    /// Folds of the normal recordings that thresholds come from where too few can be held out.
    static let folds = 4

    private let fitter: SoundDetectorFitter
    private let options: Options

    public init(_ fitter: SoundDetectorFitter, options: Options) {
        self.fitter = fitter
        self.options = options
    }

    /// Whether a part of a data set's normal recordings is held out for good, which costs them; folds cost a training each, and a few seconds
    /// of a method that trains nothing.
    ///
    /// - Parameter backgrounds: what was asked for; for new ones there are always folds, for a part drawn at random holds none.
    public static func holdsOut(_ dataset: Dataset, trains: Bool = true, backgrounds: Backgrounds? = nil) -> Bool {
        trains && backgrounds != .new
            && dataset.items.count { $0.isNegative && $0.part != .test } >= enoughToHoldOut
    }

    /// Fits, holds out and sets thresholds.
    ///
    /// - Parameters:
    ///   - training: what is learnt from; of them only normal recordings are taken.
    ///   - validation: what sets thresholds; where no normal recording is among them, folds of the training part do.
    /// - Throws: ``FittingError`` where it was stopped or there is too little, and what `network` throws.
    public func build(
        training: [DataItem], validation: [DataItem], network: Network, tell: (Event) -> Void
    ) throws -> FittedSoundDetector {
        var (training, validation) = (training.filter(\.isNegative), validation.filter(\.isNegative))
        let suspects = try fitter.suspects(among: training + validation)
        suspects.forEach { tell(.note(words($0))) }
        if !options.keepsOutliers {
            let left = Set(suspects.map(\.path))
            training.removeAll { left.contains($0.path) }
            validation.removeAll { left.contains($0.path) }
        }
        // Held out first: what is learnt last is what is kept.
        var remarks = [
            "set for backgrounds like those heard: before another one there may be many more false alarms; --backgrounds new sets it for those"
        ]
        var held: HeldOutRecordings
        let components: SoundComponents
        if validation.isEmpty {
            (held, remarks) = try heldOutByFolds(training, network, tell)
            components = try self.components(training, network, Self.model)
        } else {
            components = try self.components(training, network, Self.model)
            held = HeldOutRecordings(names: components.names, machines: fitter.machines)
            try held.add(validation, by: components, fitter)
        }
        var fitted = try fitter.detector(
            components, held: held, on: training, method: options.method, target: options.target, rate: options.rate,
            isBound: validation.isEmpty && options.backgrounds == .new, remarks: remarks)
        fitted.caveats += caveats(suspects)
        if held.machineHits.count > 0 {
            let (right, count) = (held.machineHits.right, held.machineHits.count)
            let words = "step one hears the right machine in \(right) of \(count) held-out windows"
            tell(.note(words))
            if !fitted.detector.mayContradict {
                fitted.caveats.append(
                    "\(words): say which machine it is (--machine); what is said is not called into question")
            }
        }
        return fitted
    }

    private func components(_ items: [DataItem], _ network: Network, _ unit: String) throws -> SoundComponents {
        try fitter.checkNotStopped()
        return try fitter.components(try network(items, unit), on: items)
    }

    /// Every recording scored by what was learnt without it.
    private func heldOutByFolds(_ items: [DataItem], _ network: Network, _ tell: (Event) -> Void) throws -> (
        HeldOutRecordings, remarks: [String]
    ) {
        let folds = BackgroundFolds(
            items, store: fitter.store, count: Self.folds, backgrounds: options.backgrounds, seed: fitter.options.seed)
        var held: HeldOutRecordings?
        for number in 0..<folds.count {
            let (kept, left) = folds[number]
            guard !left.isEmpty else { continue }
            tell(.unit(name: "thresholds", number: number + 1, count: folds.count))
            let components = try components(kept, network, "fold-\(number + 1)")
            var scored = held ?? HeldOutRecordings(names: components.names, machines: fitter.machines)
            try scored.add(left, by: components, fitter)
            held = scored
        }
        tell(.unit(name: "the model", number: 1, count: 1))
        guard let held else { throw tooFew(items) }
        return (held, [remark(folds: folds.count)])
    }

    private func remark(folds: Int) -> String {
        switch options.backgrounds {
        case .new:
            "recordings were scored by models fitted without them and without those of a like background (\(folds) folds); before backgrounds that were heard there will be fewer false alarms. The model that is kept has learnt from all"
        case .heard:
            "recordings were scored by models fitted without them (\(folds) random folds); the model that is kept has learnt from all. Set for backgrounds like those heard: before another one there may be many more false alarms"
        }
    }

    private func tooFew(_ items: [DataItem]) -> FittingError {
        // Of a single recording the items are stretches.
        let count = Set(items.map(\.path)).count
        return FittingError(
            .data,
            "there \(count == 1 ? "is 1 normal recording" : "are \(count) normal recordings of \(fitter.machines.count) machines"): "
                + "none can be held out to set a threshold by. Record at least two of a machine, better twenty")
    }

    private func words(_ suspect: SuspectRecording) -> String {
        "\(suspect.path) stands among the normal recordings of \(suspect.machine) and sounds unlike them (\(Int(suspect.deviations)) deviations): "
            + (options.keepsOutliers
                ? "learnt from all the same (--keep-outliers)"
                : "not learnt from; listen to it, and say --keep-outliers if it is normal")
    }

    private func caveats(_ suspects: [SuspectRecording]) -> [String] {
        guard !suspects.isEmpty else { return [] }
        let names = suspects.prefix(5).map(\.path).joined(separator: ", ") + (suspects.count > 5 ? " …" : "")
        let verb = options.keepsOutliers ? "were learnt from all the same" : "were not learnt from"
        return ["\(suspects.count) recordings among the normal ones sound unlike the others and \(verb): \(names)"]
    }
}
