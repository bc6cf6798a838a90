import InspectionTypes
import Testing

@testable import Signals

@Suite struct ChannelMixerTests {
    static let signal = AudioSignal(channels: [[1, 2], [3, 4], [5, 9]], sampleRate: 8000)

    @Test(
        arguments: [
            (.mean, [[3, 5]]), (.each, [[1, 2], [3, 4], [5, 9]]), (.index(1), [[3, 4]]),
        ] as [(ChannelChoice, [[Float]])])
    func `gives the channels that are listened to`(choice: ChannelChoice, wanted: [[Float]]) throws {
        let mixer = try ChannelMixer(choice, channelCount: 3)
        #expect(mixer(Self.signal) == wanted)
        #expect(mixer.outputCount == wanted.count)
    }

    @Test(arguments: [1, 2]) func `one or two channels are averaged without being asked`(count: Int) throws {
        #expect(try ChannelMixer(nil, channelCount: count).choice == .mean)
    }

    @Test func `eight channels need a choice, and the message says how to make it`() {
        #expect { try ChannelMixer(nil, channelCount: 8, name: "fan.wav") } throws: { error in
            let message = (error as? SignalError)?.message ?? ""
            return (error as? SignalError)?.code == .channelsUnspecified
                && message
                    == "fan.wav has 8 channels: say which with --channels N (0 to 7), --channels mean or --channels each"
        }
    }

    @Test func `a channel that is not there is named`() {
        #expect { try ChannelMixer(.index(2), channelCount: 2, name: "fan.wav") } throws: {
            let error = $0 as? SignalError
            return error?.code == .channelMissing
                && error?.message.contains("fan.wav has no channel 2, channels 0 to 1") ?? false
        }
    }
}
