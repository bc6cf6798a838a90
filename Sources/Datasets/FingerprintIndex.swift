/// Finds recordings that share sound, without comparing each with each.
///
/// Words are looked up exactly: of the hundreds in a copy some come through without a wrong bit. A hit proposes a recording and
/// an offset in time; the bits around it decide. Words that stand in many places (a steady hum) tell nothing and are passed over.
struct FingerprintIndex {
    struct Match: Equatable {
        /// Place in the array that the index was made of.
        var index: Int
        /// Share of bits that differ over the shared stretch.
        var bitErrorRate: Double
        /// Length of the shared stretch.
        var seconds: Double
        /// How much later the shared sound comes in the indexed recording, in frames.
        var offset: Int
    }

    /// Independent recordings differ in half of the bits; measured on real data, see ``LeakageGuard``.
    static let greatestBitErrorRate = 0.30
    /// Shared frames that a judgement needs: 1.5 s.
    static let fewestFrames = 48
    /// A word in more places than this is passed over.
    private static let mostPlaces = 64

    private struct Place {
        var recording: Int32
        var run: Int32
        var position: Int32
    }

    private let fingerprints: [AcousticFingerprint]
    private var places: [UInt32: [Place]] = [:]

    init(_ fingerprints: [AcousticFingerprint]) {
        self.fingerprints = fingerprints
        for (recording, fingerprint) in fingerprints.enumerated() {
            for (run, frames) in fingerprint.runs.enumerated() {
                for (position, word) in frames.words.enumerated() {
                    places[word, default: []].append(
                        Place(recording: Int32(recording), run: Int32(run), position: Int32(position))
                    )
                }
            }
        }
    }

    /// The indexed recordings that share sound with `fingerprint`, those with `accepts(index)` only; the best alignment of each, by index.
    func matches(of fingerprint: AcousticFingerprint, where accepts: (Int) -> Bool) -> [Match] {
        var tried: Set<Alignment> = []
        var best: [Int: Match] = [:]
        for run in fingerprint.runs {
            for (position, word) in run.words.enumerated() {
                guard let candidates = places[word], candidates.count <= Self.mostPlaces else { continue }
                for place in candidates where accepts(Int(place.recording)) {
                    let recording = Int(place.recording)
                    let start = fingerprints[recording].runs[Int(place.run)].start
                    let offset = start + Int(place.position) - run.start - position
                    guard tried.insert(Alignment(recording: recording, offset: offset)).inserted else { continue }
                    guard let match = compare(fingerprint, recording, offset: offset) else { continue }
                    if match.bitErrorRate < best[recording]?.bitErrorRate ?? 1 { best[recording] = match }
                }
            }
        }
        return best.values.sorted { $0.index < $1.index }
    }

    private struct Alignment: Hashable {
        var recording: Int
        var offset: Int
    }

    /// The bits of both where they lie over each other; `nil` where too few do, or too many differ.
    private func compare(_ query: AcousticFingerprint, _ recording: Int, offset: Int) -> Match? {
        var frames = 0
        var wrong = 0
        for run in query.runs {
            for other in fingerprints[recording].runs {
                let from = max(run.start, other.start - offset)
                let until = min(run.end, other.end - offset)
                guard from < until else { continue }
                frames += until - from
                for frame in from..<until {
                    wrong += (run.words[frame - run.start] ^ other.words[frame + offset - other.start]).nonzeroBitCount
                }
            }
        }
        let rate = Double(wrong) / Double(32 * max(1, frames))
        guard frames >= Self.fewestFrames, rate <= Self.greatestBitErrorRate else { return nil }
        return Match(index: recording, bitErrorRate: rate, seconds: Double(frames) / AcousticFingerprint.frameRate, offset: offset)
    }
}
