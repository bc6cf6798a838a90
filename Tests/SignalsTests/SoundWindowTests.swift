import InspectionTypes
import Testing

@testable import Signals

@Suite struct SoundWindowTests {
    static func frontEnd(
        _ channels: ChannelChoice = .mean, padding: LogMelSettings.Padding = .none, window: Double = 0.5,
        hop: Double = 0.25
    ) -> SoundFrontEnd {
        SoundFrontEnd(
            channels: channels, logMel: LogMelStreamTests.settings(padding), windowSeconds: window, hopSeconds: hop)
    }

    static func recording(seconds: Double, rate: Double = 16_000, channels: Int = 1) -> AudioSignal {
        AudioSignal(
            channels: (0..<channels).map { LogMelStreamTests.noise(Int(seconds * rate), seed: UInt64($0)) },
            sampleRate: rate
        )
    }

    /// Windows of a recording that comes in chunks.
    static func streamed(_ signal: AudioSignal, _ frontEnd: SoundFrontEnd, chunk: Int) throws -> [SoundWindow] {
        var stream = try SoundWindowStream(frontEnd, sampleRate: signal.sampleRate, channelCount: signal.channelCount)
        var windows: [SoundWindow] = []
        for start in stride(from: 0, to: signal.frameCount, by: chunk) {
            let range = start..<min(start + chunk, signal.frameCount)
            windows += try stream.push(
                AudioSignal(channels: signal.channels.map { Array($0[range]) }, sampleRate: signal.sampleRate)
            )
        }
        return try (windows + stream.finish()).sorted { ($0.channel, $0.firstFrame) < ($1.channel, $1.firstFrame) }
    }

    @Test(
        arguments: [(16_000, 1, ChannelChoice.mean), (44_100, 2, .mean), (8000, 3, .each), (192_000, 2, .index(1))],
        [LogMelSettings.Padding.none, .reflect]
    )
    func `streamed windows are slices of the whole recording's features, bit for bit`(
        sound: (rate: Double, channels: Int, choice: ChannelChoice), padding: LogMelSettings.Padding
    ) throws {
        let frontEnd = Self.frontEnd(sound.choice, padding: padding)
        let signal = Self.recording(seconds: 2.9, rate: sound.rate, channels: sound.channels)
        let whole = try SoundFeatureExtractor.spectrograms(of: signal, frontEnd: frontEnd)
        #expect(whole.count == (sound.choice == .each ? sound.channels : 1))
        let starts = WindowPlan.starts(frameCount: whole[0].frameCount, frontEnd: frontEnd)
        for chunk in [999, 65_536] {
            let windows = try Self.streamed(signal, frontEnd, chunk: chunk)
            #expect(windows.map(\.firstFrame) == whole.flatMap { _ in starts })
            for window in windows {
                let first = window.firstFrame * 40
                #expect(
                    window.values == Array(whole[window.channel].values[first..<first + frontEnd.windowFrames * 40]))
            }
        }
    }

    @Test(
        arguments: [
            (29, [Int]()), (30, [0]), (44, [0]), (45, [0, 15]), (60, [0, 30]), (74, [0, 30]), (75, [0, 30, 45]),
        ] as [(Int, [Int])])
    func `a tail of half a window or more is one window more`(frames: Int, starts: [Int]) {
        #expect(WindowPlan.starts(frameCount: frames, window: 30, hop: 30) == starts)
    }

    @Test func `with overlap the tail is short and needs no window`() {
        #expect(WindowPlan.starts(frameCount: 49, window: 30, hop: 10) == [0, 10])
    }

    @Test func `with gaps the tail begins at the next window`() {
        #expect(WindowPlan.starts(frameCount: 54, window: 30, hop: 40) == [0])
        #expect(WindowPlan.starts(frameCount: 55, window: 30, hop: 40) == [0, 25])
    }

    @Test(arguments: [1, 100, 3999, 7999]) func `a recording shorter than a window is repeated until it fills one`(
        count: Int
    ) throws {
        let short = LogMelStreamTests.noise(count)
        let repeated = (0..<8000).map { short[$0 % count] }
        let windows = try SoundWindowStream.windows(
            of: AudioSignal(mono: short, sampleRate: 16_000), frontEnd: Self.frontEnd())
        let wanted = try LogMelExtractor(LogMelStreamTests.settings(.none)).extract(repeated)
        #expect(windows.map(\.values) == [wanted.values])
    }

    @Test func `no samples give no window`() throws {
        let windows = try SoundWindowStream.windows(
            of: AudioSignal(mono: [], sampleRate: 16_000), frontEnd: Self.frontEnd())
        #expect(windows.isEmpty)
    }

    @Test func `windows carry their start in seconds`() throws {
        let windows = try SoundWindowStream.windows(of: Self.recording(seconds: 1.5), frontEnd: Self.frontEnd())
        #expect(windows.map(\.start) == [0, 0.25, 0.5, 0.75, 1.0])
    }

    @Test func `memory stays flat over a long recording`() throws {
        let frontEnd = Self.frontEnd()
        var stream = try SoundWindowStream(frontEnd, sampleRate: 16_000, channelCount: 1)
        let chunk = Self.recording(seconds: 1)
        for _ in 0..<100 {
            _ = try stream.push(chunk)
            #expect(stream.heldFrameCount <= 2 * frontEnd.windowFrames)
        }
    }

    @Test func `a window too short for a frame is refused`() {
        #expect { try SoundWindowStream(Self.frontEnd(window: 0.01), sampleRate: 16_000, channelCount: 1) } throws: {
            ($0 as? SignalError)?.code == .settings
        }
    }

    @Test func `a rate that changes on the way is refused`() throws {
        var stream = try SoundWindowStream(Self.frontEnd(), sampleRate: 16_000, channelCount: 1)
        #expect { try stream.push(Self.recording(seconds: 0.1, rate: 8000)) } throws: {
            ($0 as? SignalError)?.code == .signalChanged
        }
    }
}
