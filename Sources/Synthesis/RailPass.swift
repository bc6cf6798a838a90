/// A train that passes a microphone beside the track.
///
/// - Axles: cars of four, in bogies; axle *a* is at the microphone at `t_a`, and what it emits is heard with `1 / distance`, the distance
///   at time *t* being `√(d² + (v·(t − t_a))²)`.
/// - Rolling noise: roughness of wavelength `λ` sounds at `f = v / λ`; that of a few centimetres is loudest, the contact patch smooths what is
///   shorter than about a centimetre, and the level grows by about `30·log10(v)`.
/// - A place on the rail at `x` metres from the microphone is struck by every axle at `t_a + x / v`: two blows a bogie, `wheelbase / v` apart.
/// - A joint is a dip: a dull blow of milliseconds, the rail on its ballast answers around 100 Hz and the sleepers' spacing around 1 kHz
///   (the pinned–pinned mode). A defective one hits twice and harder, and its loose parts rattle.
/// - A crack (a squat, a broken surface) is a sharp edge: a blow of a fraction of a millisecond that sets ringing the foot and web, 1.5–6 kHz.
/// - A flat on a wheel strikes once a turn: `f = v / (π·D)`.
///
/// Source: D. J. Thompson, "Railway Noise and Vibration", 2009, chapters 5 (rolling noise) and 10 (impact noise).
struct RailPass {
    enum Condition { case normal, crack, jointDefect, wheelFlat }

    let condition: Condition

    func render(count: Int, rate: Double, _ draw: inout Draw) -> [Float] {
        let train = Train(seconds: Double(count) / rate, &draw)
        var samples = rolling(train, count: count, rate: rate, &draw)
        let loudness = Double(SampleArithmetic.level(of: samples))

        // Sound track has joints as well: one in two recordings.
        if condition == .jointDefect || draw.chance(0.5) {
            let isDefective = condition == .jointDefect
            let blows = joint(train, isDefective: isDefective, count: count, rate: rate, &draw)
            SampleArithmetic.add(
                blows, gain: loudness * (isDefective ? draw.decibels(2...8) : draw.decibels(-11 ... -4)), to: &samples)
        }
        if condition == .crack {
            let ringing = crack(train, count: count, rate: rate, &draw)
            SampleArithmetic.add(ringing, gain: loudness * draw.decibels(2...9), to: &samples)
        }
        if condition == .wheelFlat {
            let flat = wheelFlat(train, count: count, rate: rate, &draw)
            SampleArithmetic.add(flat, gain: loudness * draw.decibels(2...8), to: &samples)
        }
        return Surroundings(backgroundDecibels: -26 ... -10, isIndoors: false).applied(to: samples, rate: rate, &draw)
    }

    /// Speed, distance and where the axles are when.
    struct Train {
        /// In metres a second.
        let speed: Double
        /// From the microphone to the track, in metres.
        let distance: Double
        /// When each axle is at the microphone, in seconds.
        let axleTimes: [Double]
        /// Of the wheels, in metres.
        let diameter: Double

        init(seconds: Double, _ draw: inout Draw) {
            speed = draw.number(11...28)
            distance = draw.number(2.5...8)
            diameter = draw.number(0.76...0.92)
            let wheelbase = draw.number(1.8...2.6)
            let (bogies, car) = (draw.number(10...15), draw.number(16...23))
            // Most of the recording is under the train: it may begin before and end after it.
            let start = draw.number(-1.5...min(0.4, 0.1 * seconds))
            let end = seconds * draw.number(0.88...1.1)
            let cars = max(1, Int(((end - start) * speed / car).rounded()))
            let speed = speed
            axleTimes = (0..<cars).flatMap { index in
                [0, wheelbase, bogies, bogies + wheelbase].map { start + (Double(index) * car + $0) / speed }
            }
        }

        /// `1 / distance` of an axle, against that at its nearest.
        func gain(axle: Int, at time: Double) -> Double {
            let along = speed * (time - axleTimes[axle])
            return distance / (distance * distance + along * along).squareRoot()
        }

        /// Blows of all axles on the place `x` metres down the track: moment and loudness.
        func strikes(at x: Double) -> [(time: Double, gain: Double)] {
            let gain = distance / (distance * distance + x * x).squareRoot()
            return axleTimes.map { ($0 + x / speed, gain) }
        }
    }

    private func rolling(_ train: Train, count: Int, rate: Double, _ draw: inout Draw) -> [Float] {
        var noise = draw.noise()
        let white = noise.samples(count)
        // Bands of roughness: 8, 4, 2 and 1.2 centimetres.
        var sum = [Float](repeating: 0, count: count)
        for (wavelength, gain) in [(0.08, 0.5), (0.04, 1.0), (0.02, 0.9), (0.012, 0.45)] {
            let band = Biquad.bandPass(train.speed / wavelength, q: 0.9, rate: rate)
            SampleArithmetic.add(band.applied(to: white), gain: gain * draw.decibels(-3...3), to: &sum)
        }
        // The envelope is slow: once every 4 ms is enough.
        let step = 64
        var envelope = [Float](repeating: 0, count: count / step + 2)
        for place in envelope.indices {
            let time = Double(place * step) / rate
            let power = train.axleTimes.indices.reduce(0.0) {
                $0 + train.gain(axle: $1, at: time) * train.gain(axle: $1, at: time)
            }
            envelope[place] = Float(power.squareRoot())
        }
        for index in sum.indices {
            let (place, share) = (index / step, Float(index % step) / Float(step))
            sum[index] *= envelope[place] + share * (envelope[place + 1] - envelope[place])
        }
        return sum
    }

    private func joint(_ train: Train, isDefective: Bool, count: Int, rate: Double, _ draw: inout Draw) -> [Float] {
        var blows = Blows(count: count, rate: rate)
        let gap = draw.number(0.06...0.16)
        for strike in train.strikes(at: draw.number(-4...4)) {
            let strength = strike.gain * draw.decibels(-2...2)
            blows.addSoft(at: strike.time, strength, length: 0.0015)
            if isDefective {
                // The dip's far side, then the fishplate.
                blows.addSoft(at: strike.time + gap / train.speed, 0.8 * strength, length: 0.001)
                for _ in 0..<draw.whole(1...3) {
                    blows.add(at: strike.time + draw.number(0.012...0.045), 0.15 * strength)
                }
            }
        }
        let ringing = Resonance.ring(
            blows.samples,
            [
                Resonance(frequency: draw.number(80...140), decay: 0.018, gain: 1),
                Resonance(frequency: draw.number(350...520), decay: 0.010, gain: 0.9),
                Resonance(frequency: draw.number(950...1150), decay: 0.012, gain: isDefective ? 0.8 : 0.5),
            ], rate: rate
        )
        return Self.scaled(ringing)
    }

    private func crack(_ train: Train, count: Int, rate: Double, _ draw: inout Draw) -> [Float] {
        var blows = Blows(count: count, rate: rate)
        for strike in train.strikes(at: draw.number(-3...3)) {
            blows.add(at: strike.time, strike.gain * draw.decibels(-4...2))
        }
        var ringing = Resonance.ring(
            blows.samples,
            [
                Resonance(frequency: draw.number(980...1150), decay: 0.010, gain: 0.4),
                Resonance(frequency: draw.number(1500...2300), decay: 0.008, gain: 0.8),
                Resonance(frequency: draw.number(2600...3800), decay: 0.006, gain: 1),
                Resonance(frequency: draw.number(4200...6000), decay: 0.004, gain: 0.9),
            ], rate: rate
        )
        // The edge itself: a click that no resonance colours.
        SampleArithmetic.add(Biquad.highPass(2000, rate: rate).applied(to: blows.samples), gain: 0.9, to: &ringing)
        return Self.scaled(ringing)
    }

    private func wheelFlat(_ train: Train, count: Int, rate: Double, _ draw: inout Draw) -> [Float] {
        var blows = Blows(count: count, rate: rate)
        let period = Double.pi * train.diameter / train.speed
        // One or two wheels of a train, heard best while they are near.
        for _ in 0..<draw.whole(1...2) {
            let axle = draw.whole(
                train.axleTimes.count / 4...max(train.axleTimes.count / 4, train.axleTimes.count * 3 / 4))
            let chosen = min(axle, train.axleTimes.count - 1)
            var time = draw.number(0...period)
            while time < Double(count) / rate {
                blows.addSoft(at: time, train.gain(axle: chosen, at: time) * draw.decibels(-1.5...1.5), length: 0.0007)
                time += period * (1 + 0.004 * draw.normal())
            }
        }
        let ringing = Resonance.ring(
            blows.samples,
            [
                Resonance(frequency: draw.number(250...420), decay: 0.010, gain: 0.8),
                Resonance(frequency: draw.number(700...1000), decay: 0.009, gain: 1),
                Resonance(frequency: draw.number(1500...2600), decay: 0.012, gain: 0.5),
            ], rate: rate
        )
        return Self.scaled(ringing)
    }

    /// So that the largest stands at about twelve decibels above 1: blows are short, their level says little.
    private static func scaled(_ samples: [Float]) -> [Float] {
        let peak = samples.reduce(0) { max($0, abs($1)) }
        return peak > 0 ? samples.map { 4 * $0 / peak } : samples
    }
}
