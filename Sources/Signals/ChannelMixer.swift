public import InspectionTypes

/// Picks or averages the channels that are listened to.
public struct ChannelMixer: Sendable {
    public let choice: ChannelChoice
    /// Channels in.
    public let channelCount: Int

    /// What is listened to where the user may have said nothing: one or two channels are averaged, more need a choice.
    ///
    /// - Parameters:
    ///   - asked: what the user said; `nil` for nothing.
    ///   - name: the recording's name, for the message.
    /// - Throws: ``SignalError`` with code `channelsUnspecified` or `channelMissing`.
    public static func choice(_ asked: ChannelChoice?, channelCount: Int, name: String) throws -> ChannelChoice {
        guard let asked else {
            guard channelCount <= 2 else {
                throw SignalError(
                    .channelsUnspecified,
                    "\(name) has \(channelCount) channels: say which with --channels N (0 to \(channelCount - 1)), "
                        + "--channels mean or --channels each"
                )
            }
            return .mean
        }
        if case .index(let number) = asked, number >= channelCount {
            let numbers = channelCount == 1 ? "only channel 0" : "channels 0 to \(channelCount - 1)"
            throw SignalError(
                .channelMissing,
                "\(name) has no channel \(number), \(numbers): name one of them with --channels, or mean, or each"
            )
        }
        return asked
    }

    /// - Throws: ``SignalError`` as ``choice(_:channelCount:name:)``.
    public init(_ asked: ChannelChoice?, channelCount: Int, name: String = "the recording") throws {
        self.choice = try Self.choice(asked, channelCount: channelCount, name: name)
        self.channelCount = channelCount
    }

    /// Channels out: as many as in for `each`, else one.
    public var outputCount: Int { choice == .each ? channelCount : 1 }

    /// The channels that are listened to, `[channel][sample]`.
    public func callAsFunction(_ signal: AudioSignal) -> [[Float]] {
        precondition(
            signal.channelCount == channelCount,
            "ChannelMixer: a signal of \(signal.channelCount) channels for a mixer of \(channelCount)"
        )
        switch choice {
        case .each: return signal.channels
        case .index(let number): return [signal.channels[number]]
        case .mean: return [Self.mean(of: signal.channels)]
        }
    }

    private static func mean(of channels: [[Float]]) -> [Float] {
        guard var sum = channels.first, channels.count > 1 else { return channels.first ?? [] }
        for channel in channels.dropFirst() {
            for n in sum.indices { sum[n] += channel[n] }
        }
        let scale = 1 / Float(channels.count)
        for n in sum.indices { sum[n] *= scale }
        return sum
    }
}
