import InspectionTypes

/// The highest and the lowest sample of each channel of a recording that comes in chunks.
struct Swing {
    private var highest: [Float]
    private var lowest: [Float]

    init(channelCount: Int) {
        highest = Array(repeating: -.infinity, count: channelCount)
        lowest = Array(repeating: .infinity, count: channelCount)
    }

    mutating func push(_ signal: AudioSignal) {
        for (channel, samples) in signal.channels.enumerated() {
            var (high, low) = (highest[channel], lowest[channel])
            for sample in samples {
                high = max(high, sample)
                low = min(low, sample)
            }
            (highest[channel], lowest[channel]) = (high, low)
        }
    }

    /// ``RecordingIdentity/amplitude``; 0 of a recording without samples.
    var amplitude: Double {
        zip(highest, lowest).map { Double(max(0, $0 - $1)) / 2 }.max() ?? 0
    }
}
