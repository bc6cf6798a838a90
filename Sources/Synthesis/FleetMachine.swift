public import InspectionTypes

/// A type of machine of which a works has several, each with a sound of its own.
///
/// The machines of a type differ in speed, in what rings and in where the microphone stands, as far as their number says and whatever the seed; the recordings
/// of one differ a little in speed, load, level and background. Faults have only begun.
public enum FleetMachine: String, Sendable, CaseIterable {
    case fan, pump, slider, valve, gearbox, bearing

    /// How many of each type there are.
    public static let machineCount = MachineIdentity.count

    /// What is wrong with a faulty one, for people.
    public var fault: String {
        switch self {
        case .fan: "imbalance"
        case .pump: "cavitation"
        case .slider: "a dry guide"
        case .valve: "sticking or a leak"
        case .gearbox: "worn teeth"
        case .bearing: "a worn outer ring"
        }
    }

    /// One recording of one machine.
    ///
    /// - Parameters:
    ///   - machine: its number, from 0.
    ///   - number: of the recording; with the seed it decides all that is not the machine's. A faulty one is another recording, not the same with a fault.
    public func render(
        machine: Int, isFaulty: Bool, number: Int, seed: UInt64, seconds: Double, sampleRate: Double = 16_000
    ) -> AudioSignal {
        precondition(
            (0..<Self.machineCount).contains(machine), "FleetMachine: machine \(machine) of \(Self.machineCount)")
        precondition(seconds > 0 && sampleRate >= 8000, "FleetMachine: \(seconds) s at \(sampleRate) Hz")
        let stream = "fleet \(rawValue) \(machine) \(isFaulty ? "faulty" : "normal") \(number)"
        var draw = Draw(
            generator: SeededGenerator(seed: seed, stream: stream),
            machine: MachineIdentity(type: rawValue, index: machine))
        let count = max(2, Int((seconds * sampleRate).rounded()))
        return AudioSignal(
            mono: samples(isFaulty: isFaulty, number: number, count: count, rate: sampleRate, &draw),
            sampleRate: sampleRate)
    }

    private func samples(isFaulty: Bool, number: Int, count: Int, rate: Double, _ draw: inout Draw) -> [Float] {
        switch self {
        case .fan: return FanSound(isUnbalanced: isFaulty).render(count: count, rate: rate, &draw)
        case .pump:
            return PumpSound(condition: isFaulty ? .cavitation : .normal).render(count: count, rate: rate, &draw)
        case .slider: return SliderSound(isDry: isFaulty).render(count: count, rate: rate, &draw)
        case .valve:
            let fault: ValveSound.Condition = number.isMultiple(of: 2) ? .sticking : .leaking
            return ValveSound(condition: isFaulty ? fault : .normal).render(count: count, rate: rate, &draw)
        case .gearbox: return GearboxSound(isWorn: isFaulty).render(count: count, rate: rate, &draw)
        case .bearing: return BearingSound(isWorn: isFaulty).render(count: count, rate: rate, &draw)
        }
    }
}
