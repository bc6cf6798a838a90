#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A rolling bearing with a worn spot on its outer ring.
///
/// Every ball that rolls over the spot strikes it: the ball-pass frequency of the outer ring
///
///     BPFO = n/2 · f_shaft · (1 − d/D · cos φ)
///
/// with `n` balls of diameter `d` on a pitch circle `D` and contact angle `φ`. The balls slip, so the intervals vary by one or two per cent, and each
/// blow rings the housing at a few kilohertz.
///
/// Source: Randall and Antoni, "Rolling element bearing diagnostics: a tutorial", Mechanical Systems and Signal Processing 25 (2011).
struct BearingDefect {
    var balls: Int
    /// `d / D`.
    var diameterRatio: Double
    /// In radians.
    var contactAngle: Double

    /// Strikes a turn of the shaft.
    var strikesPerTurn: Double { Double(balls) / 2 * (1 - diameterRatio * cos(contactAngle)) }

    static func drawn(_ draw: inout Draw) -> BearingDefect {
        draw.fixed("bearing") { draw in
            BearingDefect(
                balls: draw.whole(7...10), diameterRatio: draw.number(0.17...0.26), contactAngle: draw.number(0...0.25))
        }
    }

    /// The ringing of the housing, level 1.
    func render(shaft: [Float], rate: Double, _ draw: inout Draw) -> [Float] {
        var blows = Blows(count: shaft.count, rate: rate)
        var time = draw.number(0...0.02)
        let loadPhase = draw.number(0...6.28)
        while time < Double(shaft.count) / rate {
            let speed = Double(shaft[min(shaft.count - 1, Int(time * rate))])
            // A spot in the loaded zone of a shaft that is never quite true is struck a little harder once a turn.
            let load = 1 + 0.3 * sin(2 * .pi * speed * time + loadPhase)
            blows.add(at: time, load * draw.decibels(-3...3))
            time += (1 + 0.012 * draw.normal()) / (strikesPerTurn * speed)
        }
        let resonances = draw.fixed("housing") { draw in
            [
                Resonance(frequency: draw.number(1900...3000), decay: draw.number(0.0012...0.0025), gain: 0.8),
                Resonance(frequency: draw.number(3200...5200), decay: draw.number(0.0008...0.0018), gain: 1),
            ]
        }
        return SampleArithmetic.normalized(Resonance.ring(blows.samples, resonances, rate: rate))
    }
}
