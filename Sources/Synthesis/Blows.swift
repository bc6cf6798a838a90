/// A chain of blows at moments between samples.
struct Blows {
    let rate: Double
    private(set) var samples: [Float]

    init(count: Int, rate: Double) {
        self.rate = rate
        samples = Array(repeating: 0, count: count)
    }

    /// A blow at `time` seconds, shared between the two samples around it; outside of the recording it is not heard.
    mutating func add(at time: Double, _ strength: Double) {
        let place = time * rate
        guard place >= 0, place < Double(samples.count - 1) else { return }
        let index = Int(place)
        let share = place - Double(index)
        samples[index] += Float(strength * (1 - share))
        samples[index + 1] += Float(strength * share)
    }

    /// A softer blow: half a sine of `length` seconds whose sum is `strength`.
    mutating func addSoft(at time: Double, _ strength: Double, length: Double) {
        let count = max(1, Int(length * rate))
        for step in 0..<count {
            let phase = (Double(step) + 0.5) / Double(count)
            // A parabola is as good as a sine here, and its mean is known: 2/3.
            add(at: time + Double(step) / rate, strength * 6 * phase * (1 - phase) / Double(count))
        }
    }
}
