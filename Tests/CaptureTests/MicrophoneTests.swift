import CPortAudio
import Foundation
import InspectionTypes
import Testing

@testable import Capture

/// All through PortAudio and ALSA. One at a time: a tape that nobody stops runs as fast as the machine can.
@Suite(.serialized, .enabled(if: TapeMicrophones.areReady)) struct MicrophoneTests {
    let doorbell = Doorbell()

    func open(
        _ name: String, rate: Double? = nil, channels: Int? = nil, queueSeconds: Double = 30,
        options: SourceOptions = SourceOptions(backOff: BackOff(shortest: 0.01, longest: 0.02))
    ) throws -> SoundFeed {
        try SoundSources.open(
            .microphone(name: name, rate: rate, channels: channels), name: "hall", queueSeconds: queueSeconds,
            wake: doorbell, options: options)
    }

    @Test func `the devices are listed`() throws {
        let devices = try SoundDevices.list()
        let names = devices.map(\.name)
        #expect(names.contains("tape_floats") && names.contains("tape_integers") && names.contains("default"))
        #expect(devices.count(where: \.isDefault) == 1)
        #expect(devices.allSatisfy { $0.host == "ALSA" && $0.channelCount > 0 && $0.defaultRate > 0 })
        let tape = try #require(devices.first { $0.name == "tape_floats" })
        #expect(try SoundDevices.rates(of: tape, channels: 1).contains(16_000))
        #expect(SoundDevices.version.hasPrefix("PortAudio V19"))
    }

    struct Example: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var name: String
        var rate: Double
        var channels: Int
        var samples: [Float]
    }

    @Test(arguments: [
        Example(
            testDescription: "floats", name: "tape_floats", rate: 16_000, channels: 1, samples: TapeMicrophones.floats),
        Example(
            testDescription: "floats, three channels at an odd rate", name: "floats", rate: 12_345, channels: 3,
            samples: TapeMicrophones.floats),
        Example(
            testDescription: "whole numbers, stereo", name: "tape_integers", rate: 48_000, channels: 2,
            samples: TapeMicrophones.integers.map { Float($0) / 32_768 }),
    ])
    func `what ALSA plays into a microphone arrives bit for bit`(_ example: Example) throws {
        let feed = try open(
            example.name == "floats" ? "tape_float" : example.name, rate: example.rate, channels: example.channels)
        let count = example.samples.count / example.channels
        let listener = Listener(feed, doorbell)
        #expect(listener.take { $0.samples().count >= count })
        feed.stop()
        for channel in 0..<example.channels {
            let expected = stride(from: channel, to: count * example.channels, by: example.channels).map {
                example.samples[$0]
            }
            #expect(isTrue(listener.items.samples(channel).prefix(count) == expected[...]))
        }
        #expect(listener.items.openings.first?.sampleRate == example.rate)
        #expect(listener.items.openings.first?.channelCount == example.channels)
        #expect(listener.items.isCountedRight)
    }

    @Test func `a consumer that does not keep up loses, and every frame is accounted for`() throws {
        let feed = try open("tape_floats", rate: 48_000, channels: 1, queueSeconds: 0.1)
        let listener = Listener(feed, doorbell)
        #expect(listener.take { $0.gaps.count >= 3 })
        feed.stop()
        let items = listener.takeAll()
        #expect(items.isCountedRight)
        let counters = feed.counters
        #expect(counters.captured == counters.delivered + counters.lost && counters.queued == 0)
        #expect(counters.lost == items.gaps.reduce(0) { $0 + ($1.frames ?? 0) } && counters.lost > 0)
        #expect(Int64(items.samples().count) == counters.delivered)
    }

    @Test func `a name that nobody bears is refused with the names there are`() {
        #expect { try open("Neumann") } throws: {
            let error = $0 as? CaptureError
            return error?.code == .deviceMissing && error?.message.contains("tape_floats") ?? false
        }
    }

    @Test func `a microphone that is not there is waited for where that is wished`() throws {
        let options = SourceOptions(backOff: BackOff(shortest: 0.01, longest: 0.02), waitsForDevice: true)
        let feed = try open("Neumann", options: options)
        let listener = Listener(feed, doorbell)
        #expect(listener.take { $0.disconnections.count >= 3 })
        feed.stop()
        #expect(listener.takeAll().story == ["disconnected", "ended"])
    }

    @Test(arguments: [(48_000.0, 4000), (48_000, 0), (1_000_000, 1), (-5, 1)])
    func `channels or a rate that the device does not do are answered with what it offers`(rate: Double, channels: Int)
    {
        #expect { try open("tape_floats", rate: rate, channels: channels) } throws: {
            let error = $0 as? CaptureError
            return error?.code == .formatRefused && error?.message.contains("16000 Hz, 22050 Hz") ?? false
                && error?.message.contains("128 channels at most") ?? false
        }
    }

    @Test func `nothing is written to standard error while devices are sought, and other words are not swallowed`()
        throws
    {
        let scratch = try Scratch()
        let path = try scratch.file("stderr", [])
        let saved = dup(2)
        let file = Glibc.open(path, O_WRONLY | O_APPEND)
        dup2(file, 2)
        _ = try? SoundDevices.list()
        _ = try? open("tape_floats", rate: 48_000, channels: 4000)
        let words = "a word of ours\n"
        _ = words.withCString { write(2, $0, strlen($0)) }
        dup2(saved, 2)
        close(saved)
        close(file)
        let lines = scratch.text("stderr").split(separator: "\n")
        #expect(lines.contains("a word of ours"))
        let chatter = lines.filter { $0.contains("ALSA lib") || $0.contains("Expression '") || $0.contains("jack") }
        #expect(chatter.isEmpty, "\(chatter)")
    }

    @Test func `a microphone that falls silent is lost, and sought again`() throws {
        // Nothing at all is heard from a limit that is shorter than any device's pace.
        let options = SourceOptions(backOff: BackOff(shortest: 0.01, longest: 0.02), silenceLimit: -1)
        let feed = try open("tape_floats", rate: 16_000, channels: 1, options: options)
        let listener = Listener(feed, doorbell)
        #expect(listener.take { $0.gaps.contains { $0.reason == .disconnected } })
        feed.stop()
        #expect(listener.items.disconnections.first?.reason.contains("given nothing") ?? false)
        #expect(listener.items.isCountedRight)
        #expect(feed.counters.reconnections >= 1)
    }
}
