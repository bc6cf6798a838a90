import Datasets
import InspectionTypes

/// Whether the normal recordings that are judged are as long as those that the thresholds were set by: a longer one has more windows in
/// which to be reported, so that what was promised of recordings says little of others.
struct LengthCheck {
    /// How many times as long, or as short, is much.
    static let much = 1.5

    let warning: String?

    init(_ recordings: [DetectorScoring.Scored], _ machines: [DetectorCard.Machine]) {
        let byMachine = Dictionary(grouping: recordings.filter { $0.item.isNegative }, by: \.machine)
        let others = machines.compactMap { machine -> (name: String, judged: Double, calibrated: Double)? in
            let own = (machines.count == 1 ? byMachine.values.flatMap { $0 } : byMachine[machine.name] ?? [])
                .compactMap(\.seconds)
            let calibration = machine.calibration
            guard !own.isEmpty, calibration.items > 0, calibration.seconds > 0 else { return nil }
            let judged = own.reduce(0, +) / Double(own.count)
            let calibrated = calibration.seconds / Double(calibration.items)
            let isMuch = judged > Self.much * calibrated || judged * Self.much < calibrated
            return isMuch ? (machine.name, judged, calibrated) : nil
        }
        guard let first = others.first else {
            warning = nil
            return
        }
        func length(_ seconds: Double) -> String { DecimalText.fixed(seconds, digits: seconds < 10 ? 1 : 0) + " s" }
        let more = others.count > 1 ? " and \(others.count - 1) more" : ""
        warning =
            "normal recordings of \(first.name)\(more) are \(length(first.judged)) long on average, those that its threshold was set by \(length(first.calibrated)): the longer a recording, the oftener it is reported, so what was promised of false alarms holds for recordings of that length"
    }
}
