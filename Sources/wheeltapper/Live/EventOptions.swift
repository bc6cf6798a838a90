import ArgumentParser
import InspectionTypes
import Stations

/// When windows or frames make an event.
struct EventOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "So many defective windows (of pictures, frames) out of so many in a row make a defect, such as 2/3. By default the detector's own rule, and 2/3 of classifiers.",
            valueName: "k/n"))
    var smooth: EventRule?

    @Option(help: ArgumentHelp("A defect shorter than this is not reported.", valueName: "time"))
    var minimum = LengthOfTime(seconds: 0)

    @Option(help: ArgumentHelp("A defect is over when there was none for so long.", valueName: "time"))
    var hold = LengthOfTime(seconds: 2)

    func rules(of card: ModelCard) -> StationRules {
        StationRules(
            rule: smooth ?? card.detector?.rule ?? EventRule(needed: 2, of: 3), minimumSeconds: minimum.seconds,
            holdSeconds: hold.seconds)
    }
}
