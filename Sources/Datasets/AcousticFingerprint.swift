/// What a recording sounds like from moment to moment, in 32 bits a frame: a copy that was encoded anew, made louder or cut shorter
/// has nearly the same bits, another recording of the same thing has not.
///
/// Frames of a quarter of a second, one every 32 ms, in 33 bands between 250 Hz and 3.6 kHz with energies `E[frame, band]`. Bit `m` of frame `n` says
/// whether
///
///     (log E[n, m] − log E[n, m+1]) − (log E[n−1, m] − log E[n−1, m+1]) > 0
///
/// so gain and any fixed response of a microphone cancel. Silence has no bits: it parts a recording into runs.
///
/// Source: Haitsma and Kalker, "A highly robust audio fingerprinting system", ISMIR 2002 (there without the logarithm).
public struct AcousticFingerprint: Sendable, Hashable {
    /// Frames without silence between them.
    public struct Run: Sendable, Hashable {
        /// Frame of the first word, from the recording's start.
        public var start: Int
        /// 32 bits a frame.
        public var words: [UInt32]

        public init(start: Int, words: [UInt32]) {
            self.start = start
            self.words = words
        }

        public var end: Int { start + words.count }
    }

    /// Frames a second.
    public static let frameRate = 31.25

    /// In order of time, none of them empty.
    public var runs: [Run]

    public init(runs: [Run]) {
        self.runs = runs
    }

    public var wordCount: Int { runs.reduce(0) { $0 + $1.words.count } }

    /// At most `count` words, in stretches of `length` spread evenly over the recording: enough to find a copy by, a fraction of the bytes.
    public func excerpt(wordCount count: Int = 192, stretch length: Int = 64) -> AcousticFingerprint {
        let total = wordCount
        guard total > count else { return self }
        let stretches = max(1, count / length)
        var kept: [Run] = []
        for index in 0..<stretches {
            // The middle of each of `stretches` equal shares of the words.
            let first = (2 * index + 1) * total / (2 * stretches) - length / 2
            kept += slice(from: max(0, first), count: length)
        }
        return AcousticFingerprint(runs: kept)
    }

    /// Words `first..<first + count`, counted over the runs.
    private func slice(from first: Int, count: Int) -> [Run] {
        var found: [Run] = []
        var offset = 0
        for run in runs {
            let from = max(0, first - offset)
            let until = min(run.words.count, first + count - offset)
            if from < until { found.append(Run(start: run.start + from, words: Array(run.words[from..<until]))) }
            offset += run.words.count
        }
        return found
    }
}

extension AcousticFingerprint: Codable {
    /// Base64 of little-endian `count, start, words…` for each run.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let runs = Base64Words.decoded(try container.decode(String.self)).flatMap(Self.runs(of:)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a fingerprint")
        }
        self.init(runs: runs)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Base64Words.encoded(words))
    }

    /// `count, start, words…` for each run.
    var words: [UInt32] {
        runs.flatMap { [UInt32(truncatingIfNeeded: $0.words.count), UInt32(truncatingIfNeeded: $0.start)] + $0.words }
    }

    /// The runs that ``words`` were made of; `nil` for a damaged array.
    static func runs(of words: [UInt32]) -> [Run]? {
        var runs: [Run] = []
        var index = 0
        while index < words.count {
            guard index + 2 <= words.count else { return nil }
            let count = Int(words[index])
            guard count > 0, count <= words.count - index - 2 else { return nil }
            runs.append(Run(start: Int(words[index + 1]), words: Array(words[index + 2..<index + 2 + count])))
            index += 2 + count
        }
        return runs
    }
}
