import ArgumentParser
import Media
import Synthesis

struct SynthCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "synth",
        abstract: "Make up recordings of rail passes and machines, sound and faulty, for a demo.",
        discussion: """
            Example: wheeltapper synth sounds --count 40
            Writes sounds/rail/<class>/ and sounds/machines/<class>/; train on one of the two.
            """
    )

    @Argument(help: "The folder to write to.")
    var directory: String

    @Option(help: ArgumentHelp("rail, machines or all.", valueName: "set"))
    var set: SoundSet = .all

    @Option(help: "Recordings a class.")
    var count: Int = 40

    @Option(help: "Seconds a recording.")
    var seconds: Double = 5

    @Option(help: "Where all randomness comes from.")
    var seed: UInt64 = 0

    @Option(
        help: ArgumentHelp(
            "Number of the first recording: later numbers give recordings not heard before.", valueName: "number"))
    var first: Int = 1

    enum SoundSet: String, ExpressibleByArgument, CaseIterable {
        case rail, machines, all

        var families: [SyntheticSound.Family] {
            switch self {
            case .rail: [.rail]
            case .machines: [.machines]
            case .all: [.rail, .machines]
            }
        }
    }

    func validate() throws {
        guard (1...1_000_000).contains(count) else { throw ValidationError("--count takes a number from 1.") }
        guard seconds >= 0.5, seconds <= 3600 else { throw ValidationError("--seconds takes 0.5 to 3600.") }
        guard first >= 0 else { throw ValidationError("--first takes a number from 0.") }
    }

    func run() throws {
        let synthesizer = SoundSynthesizer(seed: seed, seconds: seconds, recordingsPerClass: count, firstNumber: first)
        for family in set.families {
            let bar = ProgressLine(family.rawValue)
            let folder = "\(directory)/\(family.rawValue)"
            let written = try synthesizer.write(family, to: folder) { bar.update($0, of: $1) }
            bar.end()
            Console.out(
                "\(folder)  \(written) recordings of \(family.sounds.count) classes: \(family.sounds.map(\.className).joined(separator: ", "))"
            )
        }
    }
}
