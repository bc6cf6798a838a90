/// Stretches of one recording for the parts of a split, with gaps between them.
///
/// For a class of which there is a single recording. The recording is cut into rounds of one stretch a part, of the parts' shares; the
/// order turns around from round to round, so that equal neighbours join. Between stretches of different parts `guardSeconds` are
/// left out: sounds that last over a cut would otherwise stand on both sides.
struct TimeBlocks {
    struct Block: Equatable {
        var part: Int
        var range: TimeRange
    }

    let blocks: [Block]
    /// Parts that got no stretch of at least a window, though their share is above 0.
    let missing: [Int]

    /// At most so many rounds: more would spend the recording on gaps.
    private static let mostRounds = 6

    init(from start: Double, to end: Double, fractions: [Double], windowSeconds: Double, guardSeconds: Double) {
        let parts = fractions.indices.filter { fractions[$0] > 0 }
        let length = end - start
        let smallest = (parts.map { fractions[$0] }.min() ?? 1) * length
        // A round is worth it while its smallest stretch still holds two windows beside its gaps.
        let rounds = max(1, min(Self.mostRounds, Int(smallest / (2 * windowSeconds + guardSeconds))))
        let share = Self.shares(
            of: parts, fractions: fractions, length: length / Double(rounds), least: windowSeconds + guardSeconds)

        var cuts: [(part: Int, start: Double, end: Double)] = []
        var time = start
        for round in 0..<rounds {
            for part in round.isMultiple(of: 2) ? parts : parts.reversed() {
                let until = time + (share[part] ?? 0)
                if let last = cuts.last, last.part == part {
                    cuts[cuts.count - 1].end = until
                } else {
                    cuts.append((part, time, until))
                }
                time = until
            }
        }
        let found = cuts.indices.compactMap { index -> Block? in
            let from = cuts[index].start + (index > 0 ? guardSeconds / 2 : 0)
            let until = cuts[index].end - (index < cuts.count - 1 ? guardSeconds / 2 : 0)
            // Rounding must not cost a stretch its only window.
            guard until - from >= windowSeconds - 1e-9 else { return nil }
            return Block(part: cuts[index].part, range: TimeRange(start: from, end: until))
        }
        blocks = found
        missing = parts.filter { part in !found.contains { $0.part == part } }
    }

    /// Each part's seconds in a round: its fraction, but no less than `least` while the largest part can give it.
    private static func shares(of parts: [Int], fractions: [Double], length: Double, least: Double) -> [Int: Double] {
        var share = Dictionary(uniqueKeysWithValues: parts.map { ($0, fractions[$0] * length) })
        guard let largest = parts.max(by: { fractions[$0] < fractions[$1] }) else { return share }
        for part in parts where part != largest {
            let lacking = max(0, least - (share[part] ?? 0))
            guard (share[largest] ?? 0) - lacking >= least else { continue }
            share[part, default: 0] += lacking
            share[largest, default: 0] -= lacking
        }
        return share
    }
}
