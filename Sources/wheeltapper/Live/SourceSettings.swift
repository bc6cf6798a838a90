import ArgumentParser
import Capture
import InspectionTypes

/// What a YAML file says of one source, or of all.
struct SourceSettings: Decodable {
    var name: String?
    var input: String?
    var machine: String?
    var smooth: String?
    var hold: Double?
    var minimum: Double?
    var rate: Double?
    var channels: Int?
    var raw: String?
    var realTime: Bool?
    var existing: Bool?
    var everyFrame: Bool?

    enum CodingKeys: String, CodingKey {
        case name, input, machine, smooth, hold, minimum, rate, channels, raw, existing
        case realTime = "real_time"
        case everyFrame = "every_frame"
    }

    /// What is read of sources of a kind.
    static func keys(_ medium: ModelCard.Medium) -> [String] {
        let common: [CodingKeys] = [.name, .input, .smooth, .hold, .minimum, .raw, .existing]
        let own: [CodingKeys] =
            switch medium {
            case .sound: [.machine, .rate, .channels, .realTime]
            case .picture: [.everyFrame]
            }
        return (common + own).map(\.rawValue)
    }

    /// With what all have in common, where it says nothing itself; a name is its own.
    func completed(by common: SourceSettings?) -> SourceSettings {
        guard let common else { return self }
        var all = self
        all.input = input ?? common.input
        all.machine = machine ?? common.machine
        all.smooth = smooth ?? common.smooth
        all.hold = hold ?? common.hold
        all.minimum = minimum ?? common.minimum
        all.rate = rate ?? common.rate
        all.channels = channels ?? common.channels
        all.raw = raw ?? common.raw
        all.realTime = realTime ?? common.realTime
        all.existing = existing ?? common.existing
        all.everyFrame = everyFrame ?? common.everyFrame
        return all
    }

    /// - Throws: `ValidationError` for words that mean nothing.
    func sound() throws -> CaptureSettings {
        CaptureSettings(
            rate: rate, channels: channels,
            raw: try parsed(RawSoundFormat.self, "RATE[:CHANNELS[:CODING]] such as 16000:1:s16le"),
            realTime: realTime ?? false, existing: existing ?? false)
    }

    /// - Throws: `ValidationError` for words that mean nothing.
    func pictures() throws -> WatchSettings {
        WatchSettings(
            coding: try parsed(FrameSourceOrder.Coding.self, "mjpeg or h264"), everyFrame: everyFrame ?? false,
            existing: existing ?? false)
    }

    private func parsed<Raw: ExpressibleByArgument>(_ type: Raw.Type, _ words: String) throws -> Raw? {
        try raw.map { text in
            guard let value = Raw(argument: text) else { throw ValidationError("raw takes \(words), not '\(text)'.") }
            return value
        }
    }
}
