public import ArgumentParser
public import Capture

/// How inputs are heard.
struct CaptureSettings {
    var rate: Double?
    var channels: Int?
    var raw: RawSoundFormat?
    var realTime = false
    var existing = false

    /// - Throws: `ValidationError` for a rate or a count that no device has.
    func check() throws {
        if let rate, !(1...10_000_000).contains(rate) {
            throw ValidationError("the rate is in hertz, such as 48000, not \(rate).")
        }
        if let channels, !(1...1024).contains(channels) {
            throw ValidationError("channels are counted from 1 to 1024, not \(channels).")
        }
    }

    /// - Throws: `ValidationError` where the input cannot be told from a slip of the pen.
    func order(_ input: SourceInput) throws -> SoundSourceOrder {
        try check()
        switch input.kind {
        case .standardInput:
            guard let raw else {
                throw ValidationError(
                    "--input - reads raw samples: say which with --raw RATE[:CHANNELS[:CODING]], such as --raw 16000:1:s16le."
                )
            }
            return .rawInput(raw)
        case .stream: return .stream(input.text)
        case .folder: return .folder(input.text, existing: existing)
        case .file, .node: return .file(input.text, realTime: realTime)
        case .device:
            guard !input.text.contains("/") else {
                throw ValidationError("--input \(input.text): there is no such file or folder.")
            }
            return .microphone(name: input.text, rate: rate, channels: channels)
        }
    }
}

extension RawSoundFormat: ExpressibleByArgument {
    /// `16000`, `48000:2`, `44100:1:f32le`.
    public init?(argument: String) {
        let parts = argument.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard (1...3).contains(parts.count), let rate = Double(parts[0]), rate >= 1, rate <= 10_000_000 else {
            return nil
        }
        guard let channels = parts.count > 1 ? Int(parts[1]) : 1, (1...1024).contains(channels) else { return nil }
        guard let coding = parts.count > 2 ? Coding(parts[2]) : .int16 else { return nil }
        self.init(rate: rate, channels: channels, coding: coding)
    }
}
