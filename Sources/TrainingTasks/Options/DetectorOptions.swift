public import ArgumentParser
import AnomalyDetection
public import DetectorFitting
public import InspectionTypes

/// How a detector learns what is normal, and when it speaks up.
public struct DetectorOptions: ParsableArguments {
    public enum Method: String, ExpressibleByArgument, CaseIterable {
        /// Chosen by medium and backbone.
        case auto
        case embedding, autoencoder, backbone
        case patchcore, padim, synthetic
    }

    @Option(
        help: ArgumentHelp(
            "Sounds: embedding (default), autoencoder, backbone. Pictures: synthetic (default), patchcore (default with --backbone), padim.",
            valueName: "method"))
    public var method: Method = .auto

    @Option(
        help: ArgumentHelp(
            "False alarms that may be: 1/week, 2/day, 0.5/hour, or a share of the normal ones such as 1%.",
            valueName: "rate"))
    public var falseAlarms: String = "1%"

    @Option(
        help: ArgumentHelp(
            "Sounds: what else will be heard. new: backgrounds unlike those recorded so far, the usual thing with few recordings; heard: like them, which lets thresholds lie lower.",
            valueName: "new|heard"))
    public var backgrounds: Backgrounds?

    @Option(
        help: ArgumentHelp(
            "How often it is inspected, such as 200/day; sounds are taken to be heard without a pause by default.",
            valueName: "rate"))
    public var inspections: String?

    @Option(
        help: ArgumentHelp(
            "Windows that must pass the threshold out of so many in a row, such as 3/5; every window by default.",
            valueName: "k/n"))
    public var smooth: String?

    @Option(help: ArgumentHelp("Megabytes of normal examples kept in the model.", valueName: "MB", visibility: .hidden))
    public var memory: Double = 16

    @Flag(
        help: ArgumentHelp(
            "Learn also from examples among the normal ones that look like anomalies.", visibility: .hidden))
    public var keepOutliers = false

    public init() {}

    public func validate() throws {
        guard memory >= 0.01, memory <= 1024 else {
            throw ValidationError("--memory takes megabytes from 0.01 to 1024.")
        }
        if let smooth, Self.rule(smooth) == nil {
            throw ValidationError("--smooth takes two numbers such as 3/5: so many windows out of so many in a row.")
        }
        do {
            _ = try FalseAlarmTarget(parsing: falseAlarms)
        } catch {
            throw ValidationError("--false-alarms: \(error)")
        }
        do {
            _ = try inspections.map { try InspectionRate(parsing: $0) }
        } catch {
            throw ValidationError("--inspections: \(error)")
        }
    }

    public var rule: EventRule { smooth.flatMap(Self.rule) ?? .every }

    private static func rule(_ text: String) -> EventRule? {
        EventRule(argument: text).flatMap { $0.windows <= 10_000 ? $0 : nil }
    }
}

extension Backgrounds: ExpressibleByArgument {}
