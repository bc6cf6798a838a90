/// Finds recordings that share sound, without comparing each with each.
///
/// Three overlapping thirds of each word, 20 bits each, are looked up exactly: of the hundreds in a copy some come through without a
/// wrong bit. A hit proposes a recording and an offset in time; the bits around it, then all that lie over each other, decide.
/// Keys that stand in many places (a steady hum) tell nothing and are passed over.
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

    /// Share of bits that may differ over `frames` frames; `nil` for too few to judge by.
    ///
    /// Two recordings differ in half of their bits. Measured on 193 propeller flights and 320 clips of ESC-10: no two different ones differ in
    /// less than 35 %, and those that come near share one second; copies in low-rate MP3 or Vorbis, cut or resampled, differ in at most 21 %.
    static func greatestBitErrorRate(frames: Int) -> Double? {
        switch frames {
        case 48...: 0.30
        case 16...: 0.25
        default: nil
        }
    }

    /// For the few frames around a hit.
    private static let greatestLocalErrorRate = 0.38
    /// A key in more places than this is passed over.
    private static let mostPlaces = 96
    /// Frames on each side of a hit that are looked at first.
    private static let neighbours = 8

    /// Twenty bits of a word, and which twenty.
    private static func keys(of word: UInt32) -> (UInt32, UInt32, UInt32) {
        (word & 0xFFFFF, (word >> 6) & 0xFFFFF | 1 << 20, word >> 12 | 2 << 20)
    }

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
                    let place = Place(recording: Int32(recording), run: Int32(run), position: Int32(position))
                    let keys = Self.keys(of: word)
                    places[keys.0, default: []].append(place)
                    places[keys.1, default: []].append(place)
                    places[keys.2, default: []].append(place)
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
                let keys = Self.keys(of: word)
                for key in [keys.0, keys.1, keys.2] {
                    guard let candidates = places[key], candidates.count <= Self.mostPlaces else { continue }
                    for place in candidates where accepts(Int(place.recording)) && isLikely(place, run, position) {
                        let recording = Int(place.recording)
                        let offset =
                            fingerprints[recording].runs[Int(place.run)].start + Int(place.position) - run.start
                            - position
                        guard tried.insert(Alignment(recording: recording, offset: offset)).inserted,
                            let match = compare(fingerprint, recording, offset: offset)
                        else { continue }
                        if match.bitErrorRate < best[recording]?.bitErrorRate ?? 1 { best[recording] = match }
                    }
                }
            }
        }
        return best.values.sorted { $0.index < $1.index }
    }

    private struct Alignment: Hashable {
        var recording: Int
        var offset: Int
    }

    /// Whether few enough bits differ in the frames around a hit.
    private func isLikely(_ place: Place, _ run: AcousticFingerprint.Run, _ position: Int) -> Bool {
        let other = fingerprints[Int(place.recording)].runs[Int(place.run)]
        let shift = Int(place.position) - position
        let from = max(0, -shift, position - Self.neighbours)
        let until = min(run.words.count, other.words.count - shift, position + Self.neighbours + 1)
        var wrong = 0
        for frame in from..<until { wrong += (run.words[frame] ^ other.words[frame + shift]).nonzeroBitCount }
        return Double(wrong) <= Self.greatestLocalErrorRate * Double(32 * (until - from))
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
        guard let limit = Self.greatestBitErrorRate(frames: frames), rate <= limit else { return nil }
        return Match(
            index: recording, bitErrorRate: rate, seconds: Double(frames) / AcousticFingerprint.frameRate,
            offset: offset)
    }
}
