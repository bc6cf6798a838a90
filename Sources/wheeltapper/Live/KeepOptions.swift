import ArgumentParser
import Stations

/// Where what shows a defect is kept, and how much room that may take.
struct KeepOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Keep what shows each defect in this folder, with a record beside it: the sound around it; of pictures, the frame that shows it best and what was found drawn over it.",
            valueName: "folder"))
    var keep: String?

    @Option(help: ArgumentHelp("When what is kept takes more than this, the oldest goes.", valueName: "size"))
    var keepLimit = AmountOfData(bytes: 2_000_000_000)

    /// - Parameter clips: how long clips of sound are.
    func store(_ clips: ClipOptions? = nil) throws -> ClipStore? {
        try keep.map { folder in
            var rules = ClipRules(folder: folder, limit: keepLimit.bytes)
            if let clips {
                (rules.before, rules.after) = (clips.keepBefore.seconds, clips.keepAfter.seconds)
                rules.longest = clips.keepLongest.seconds
            }
            return try ClipStore(rules)
        }
    }
}

/// How long clips of sound are.
struct ClipOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Sound kept before a defect.", valueName: "time"))
    var keepBefore = LengthOfTime(seconds: 5)

    @Option(help: ArgumentHelp("Sound kept after it.", valueName: "time"))
    var keepAfter = LengthOfTime(seconds: 5)

    @Option(help: ArgumentHelp("The longest clip.", valueName: "time"))
    var keepLongest = LengthOfTime(seconds: 300)

    func validate() throws {
        guard keepLongest.seconds > 0, keepBefore.seconds <= 120 else {
            throw ValidationError("--keep-longest is a time above 0, and --keep-before two minutes at most.")
        }
    }
}
