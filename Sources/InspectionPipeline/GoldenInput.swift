import FoundationEssentials
public import InspectionTypes
import Media

/// A raw input, small enough to travel in a model file, and what the model said of it in f32.
///
/// As JSON it is flat: `sample_rate, channel_count, samples, probabilities` for a sound, `picture, probabilities` for a picture, and
/// beside them `defect_share` of a segmenter, `scores` of a detector, and its `map` where it says in pictures where.
public struct GoldenInput: Sendable, Equatable {
    /// What the front end is given.
    public enum Content: Sendable, Equatable {
        case sound(GoldenSound)
        case picture(GoldenPicture)
    }

    public var content: Content
    /// What was said of it.
    public var scores: GoldenScores

    public init(_ content: Content, scores: GoldenScores) {
        self.content = content
        self.scores = scores
    }

    /// Rounds the signal to 16 bits; ``signal`` gives back what was kept, and that is what has to be scored.
    public init(_ signal: AudioSignal, probabilities: [Double] = []) {
        self.init(.sound(GoldenSound(signal)), scores: GoldenScores(probabilities: probabilities))
    }

    /// Keeps a picture, made smaller where it is much larger than the model's input: ``GoldenPicture/init(_:frontEnd:)``.
    ///
    /// ``picture`` gives back what was kept, and that is what has to be scored.
    public init(_ picture: Picture, frontEnd: PictureFrontEnd, scores: GoldenScores = GoldenScores(probabilities: []))
        throws
    {
        self.init(.picture(try GoldenPicture(picture, frontEnd: frontEnd)), scores: scores)
    }

    /// Probability a class, or of a segmenter those of ``GoldenScores/init(map:width:height:threshold:)``.
    public var probabilities: [Double] {
        get { scores.probabilities }
        set { scores.probabilities = newValue }
    }

    /// The sound.
    ///
    /// - Throws: ``PipelineError`` when the text is damaged, or the input is a picture.
    public var signal: AudioSignal {
        get throws {
            guard case .sound(let sound) = content else {
                throw PipelineError(.mismatch, "a golden input is a picture, where the model listens to sounds")
            }
            return try sound.signal
        }
    }

    /// The picture.
    ///
    /// - Throws: ``PipelineError`` when the text is damaged, or the input is a sound.
    public var picture: Picture {
        get throws {
            guard case .picture(let picture) = content else {
                throw PipelineError(.mismatch, "a golden input is a sound, where the model looks at pictures")
            }
            return try picture.picture
        }
    }

    static let damaged = PipelineError(
        .card, "a golden input is damaged: copy the model again from where it was made")
}

extension GoldenInput: Codable {
    private enum Key: String, CodingKey {
        case sampleRate, channelCount, samples, picture, probabilities, defectShare, scores, map
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let content: Content =
            if let picture = try container.decodeIfPresent(String.self, forKey: .picture) {
                .picture(GoldenPicture(png: picture))
            } else {
                .sound(
                    GoldenSound(
                        sampleRate: try container.decode(Double.self, forKey: .sampleRate),
                        channelCount: try container.decode(Int.self, forKey: .channelCount),
                        samples: try container.decode(String.self, forKey: .samples)
                    ))
            }
        let scores = GoldenScores(
            probabilities: try container.decode([Double].self, forKey: .probabilities),
            defectShare: try container.decodeIfPresent(Double.self, forKey: .defectShare),
            scores: try container.decodeIfPresent([Double].self, forKey: .scores),
            map: try container.decodeIfPresent([Double].self, forKey: .map)
        )
        self.init(content, scores: scores)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch content {
        case .sound(let sound):
            try container.encode(sound.sampleRate, forKey: .sampleRate)
            try container.encode(sound.channelCount, forKey: .channelCount)
            try container.encode(sound.samples, forKey: .samples)
        case .picture(let picture): try container.encode(picture.png, forKey: .picture)
        }
        try container.encode(scores.probabilities, forKey: .probabilities)
        try container.encodeIfPresent(scores.defectShare, forKey: .defectShare)
        try container.encodeIfPresent(scores.scores, forKey: .scores)
        try container.encodeIfPresent(scores.map, forKey: .map)
    }
}
