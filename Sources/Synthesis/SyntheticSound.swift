public import InspectionTypes

/// A made-up recording: what is heard, and in which state it is.
public enum SyntheticSound: String, Sendable, CaseIterable {
    case railNormal, railCrack, railJointDefect, railWheelFlat
    case fanNormal, fanImbalance
    case pumpNormal, pumpCavitation, pumpBearing
    case valveNormal, valveSticking, valveLeak
    case extruderOn, extruderOff, extruderSolid, extruderSoft

    /// Sounds that belong into one data set.
    public enum Family: String, Sendable, CaseIterable {
        case rail, machines, states

        /// In the order of their classes.
        public var sounds: [SyntheticSound] { SyntheticSound.allCases.filter { $0.family == self } }
    }

    public var family: Family {
        switch self {
        case .railNormal, .railCrack, .railJointDefect, .railWheelFlat: .rail
        case .extruderOn, .extruderOff, .extruderSolid, .extruderSoft: .states
        default: .machines
        }
    }

    /// The class folder's name; but for ``Family/states``, which are neither, it says whether all is well (`DefectWords`).
    public var className: String {
        switch self {
        case .railNormal: "normal"
        case .railCrack: "crack"
        case .railJointDefect: "joint_defect"
        case .railWheelFlat: "wheel_flat_defect"
        case .fanNormal: "fan_normal"
        case .fanImbalance: "fan_imbalance_fault"
        case .pumpNormal: "pump_normal"
        case .pumpCavitation: "pump_cavitation_fault"
        case .pumpBearing: "pump_bearing_fault"
        case .valveNormal: "valve_normal"
        case .valveSticking: "valve_sticking_fault"
        case .valveLeak: "valve_leak_fault"
        case .extruderOn: "on_state"
        case .extruderOff: "off_state"
        case .extruderSolid: "solid_state"
        case .extruderSoft: "soft_state"
        }
    }

    /// One recording with parameters of its own: speed, distance, room, sensor, level and what else sounds nearby.
    ///
    /// The same sound, number and seed give the same samples on a machine; between machines they differ by rounding at most.
    public func render(number: Int, seed: UInt64, seconds: Double, sampleRate: Double = 16_000) -> AudioSignal {
        precondition(seconds > 0 && sampleRate >= 8000, "SyntheticSound: \(seconds) s at \(sampleRate) Hz")
        var draw = Draw(generator: SeededGenerator(seed: seed, stream: "\(rawValue) \(number)"))
        let count = max(2, Int((seconds * sampleRate).rounded()))
        return AudioSignal(mono: samples(count: count, rate: sampleRate, &draw), sampleRate: sampleRate)
    }

    private func samples(count: Int, rate: Double, _ draw: inout Draw) -> [Float] {
        switch self {
        case .railNormal: RailPass(condition: .normal).render(count: count, rate: rate, &draw)
        case .railCrack: RailPass(condition: .crack).render(count: count, rate: rate, &draw)
        case .railJointDefect: RailPass(condition: .jointDefect).render(count: count, rate: rate, &draw)
        case .railWheelFlat: RailPass(condition: .wheelFlat).render(count: count, rate: rate, &draw)
        case .fanNormal: FanSound(isUnbalanced: false).render(count: count, rate: rate, &draw)
        case .fanImbalance: FanSound(isUnbalanced: true).render(count: count, rate: rate, &draw)
        case .pumpNormal: PumpSound(condition: .normal).render(count: count, rate: rate, &draw)
        case .pumpCavitation: PumpSound(condition: .cavitation).render(count: count, rate: rate, &draw)
        case .pumpBearing: PumpSound(condition: .wornBearing).render(count: count, rate: rate, &draw)
        case .valveNormal: ValveSound(condition: .normal).render(count: count, rate: rate, &draw)
        case .valveSticking: ValveSound(condition: .sticking).render(count: count, rate: rate, &draw)
        case .valveLeak: ValveSound(condition: .leaking).render(count: count, rate: rate, &draw)
        case .extruderOn: ExtruderSound(state: .on).render(count: count, rate: rate, &draw)
        case .extruderOff: ExtruderSound(state: .off).render(count: count, rate: rate, &draw)
        case .extruderSolid: ExtruderSound(state: .solid).render(count: count, rate: rate, &draw)
        case .extruderSoft: ExtruderSound(state: .soft).render(count: count, rate: rate, &draw)
        }
    }
}
