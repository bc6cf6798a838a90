/// Arithmetic on whole signals of one length.
enum SampleArithmetic {
    static func add(_ samples: [Float], gain: Double = 1, to sum: inout [Float]) {
        let gain = Float(gain)
        for index in sum.indices { sum[index] += gain * samples[index] }
    }

    static func multiply(_ samples: inout [Float], by envelope: [Float]) {
        for index in samples.indices { samples[index] *= envelope[index] }
    }

    /// The root of the mean square.
    static func level(of samples: [Float]) -> Float {
        var sum: Float = 0
        for sample in samples { sum += sample * sample }
        return (sum / Float(max(1, samples.count))).squareRoot()
    }

    /// Scaled to a root of the mean square of `level`; silence stays silence.
    static func normalized(_ samples: [Float], to level: Double = 1) -> [Float] {
        let now = Self.level(of: samples)
        guard now > 0 else { return samples }
        let gain = Float(level) / now
        return samples.map { $0 * gain }
    }
}
