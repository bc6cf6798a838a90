/// Which channels of a recording are listened to.
///
/// Written `mean`, `each` or a channel's number from 0, on the command line and in the model card.
public enum ChannelChoice: Sendable, Hashable, Codable, CustomStringConvertible {
    /// All channels averaged.
    case mean
    /// Every channel judged as a recording of its own.
    case each
    /// One channel, counted from 0.
    case index(Int)

    public init?(_ text: String) {
        switch text {
        case "mean": self = .mean
        case "each": self = .each
        default:
            guard let number = Int(text), number >= 0 else { return nil }
            self = .index(number)
        }
    }

    public var description: String {
        switch self {
        case .mean: "mean"
        case .each: "each"
        case .index(let number): String(number)
        }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let choice = ChannelChoice(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "channels: '\(text)' is none of mean, each or a number from 0"
            )
        }
        self = choice
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
