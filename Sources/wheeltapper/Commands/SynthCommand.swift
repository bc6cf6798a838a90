import ArgumentParser
import Synthesis

struct SynthCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "synth",
        abstract: "Make up recordings and photos, of sound things and faulty ones, for a demo.",
        discussion: """
            Example: wheeltapper synth demo --count 40
            Writes recordings to demo/rail/<class>/ and demo/machines/<class>/, photos to demo/castings/<class>/, and walls with
            the masks of their cracks to demo/walls/images/ and demo/walls/masks/; train on one of the four.

            With --set states, and only then: an extruder that is on, off, works on solid or on soft material:
            demo/states/on_state/recording_0_0001.flac …

            With --set fleet, and only then: six types of machines, four of each, for a detector, in the DCASE challenge's names:
            demo/fleet/<type>/train/normal_id_00_00000000.flac …, and a quarter as many normal ones and as many with a mild fault
            in demo/fleet/<type>/test/.
            """
    )

    @Argument(help: "The folder to write to.")
    var directory: String

    @Option(help: ArgumentHelp("rail, machines, castings, walls, all (of these), states, or fleet.", valueName: "set"))
    var set: SyntheticSet.Choice = .all

    @Option(
        help:
            "Recordings or photos a class; of walls, cracked ones and as many without a crack; of a fleet, normal ones of each machine to train on."
    )
    var count: Int = 40

    @Option(help: "Seconds a recording; 5 if not said, of a fleet 10.")
    var seconds: Double?

    @Option(help: "Where all randomness comes from.")
    var seed: UInt64 = 0

    @Option(
        help: ArgumentHelp(
            "Number of the first recording or photo: later numbers give ones not met before.", valueName: "number"))
    var first: Int = 1

    func validate() throws {
        guard (1...1_000_000).contains(count) else {
            throw ValidationError("--count takes a number from 1 to 1000000.")
        }
        guard (0.5...3600).contains(seconds ?? 5) else { throw ValidationError("--seconds takes 0.5 to 3600.") }
        guard (0...1_000_000_000).contains(first) else {
            throw ValidationError("--first takes a number from 0 to 1000000000.")
        }
    }

    func run() throws {
        for set in set.sets {
            let bar = ProgressLine(set.rawValue)
            let folder = "\(directory)/\(set.rawValue)"
            let written = try write(set, to: folder) { bar.update($0, of: $1) }
            bar.end()
            Console.out("\(folder)  \(written) \(set.contents)")
        }
    }

    private func write(_ set: SyntheticSet, to folder: String, progress: (Int, Int) -> Void) throws -> Int {
        switch set {
        case .rail, .machines, .states:
            let synthesizer = SoundSynthesizer(
                seed: seed, seconds: seconds ?? 5, recordingsPerClass: count, firstNumber: first)
            return try synthesizer.write(
                set == .rail ? .rail : set == .machines ? .machines : .states, to: folder, progress: progress)
        case .castings:
            return try CastingSynthesizer(seed: seed, picturesPerClass: count, firstNumber: first).write(
                to: folder, progress: progress)
        case .walls:
            return try WallSynthesizer(seed: seed, picturesPerKind: count, firstNumber: first).write(
                to: folder, progress: progress)
        case .fleet:
            // The challenge counts from 0.
            let synthesizer = FleetSynthesizer(
                seed: seed, seconds: seconds ?? 10, recordingsPerMachine: count, firstNumber: max(0, first - 1))
            return try synthesizer.write(to: folder, progress: progress)
        }
    }
}

/// What `synth` can make up.
enum SyntheticSet: String, CaseIterable {
    case rail, machines, castings, walls, states, fleet

    enum Choice: String, ExpressibleByArgument, CaseIterable {
        case rail, machines, castings, walls, states, fleet, all

        /// A fleet is many hours of sound, and states are for one example: they are made up only where asked for.
        var sets: [SyntheticSet] {
            SyntheticSet(rawValue: rawValue).map { [$0] } ?? [.rail, .machines, .castings, .walls]
        }
    }

    /// What stands in its folder, after the number of them.
    var contents: String {
        switch self {
        case .rail: Self.classes(SyntheticSound.Family.rail.sounds.map(\.className), of: "recordings")
        case .machines: Self.classes(SyntheticSound.Family.machines.sounds.map(\.className), of: "recordings")
        case .states: Self.classes(SyntheticSound.Family.states.sounds.map(\.className), of: "recordings")
        case .castings: Self.classes(SyntheticCasting.allCases.map(\.className), of: "photos")
        case .walls: "photos of walls, one half cracked, with their masks"
        case .fleet:
            "recordings of \(FleetMachine.allCases.count) types of \(FleetMachine.machineCount) machines: "
                + FleetMachine.allCases.map { "\($0.rawValue) (\($0.fault))" }.joined(separator: ", ")
        }
    }

    private static func classes(_ names: [String], of kind: String) -> String {
        "\(kind) of \(names.count) classes: \(names.joined(separator: ", "))"
    }
}
