import InspectionTypes

/// Two files that hold the same recording, a stretch of it, or the same picture.
public struct LeakagePair: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Codable {
        /// Byte for byte the same file, or two rows of a table with the same file.
        case exact
        /// The same pixels in another file.
        case content
        /// The same sound, encoded anew, louder or softer, or cut; the same picture, encoded anew, resized, brighter or darker, turned or mirrored.
        case near
    }

    public var kind: Kind
    /// The file in the data on hand.
    public var first: String
    /// The other file: of the same data, or of what a model was trained on.
    public var second: String
    /// Seconds of sound that both hold; `nil` for ``Kind/exact`` and for pictures.
    public var seconds: Double?
    /// Sounds: share of the fingerprints' bits that agree there, 1 for the same, 0.5 for strangers. Pictures: the fingerprints' correlation.
    /// `nil` for ``Kind/exact`` and ``Kind/content``.
    public var agreement: Double?

    public init(kind: Kind, first: String, second: String, seconds: Double? = nil, agreement: Double? = nil) {
        self.kind = kind
        self.first = first
        self.second = second
        self.seconds = seconds
        self.agreement = agreement
    }
}

extension LeakagePair: CustomStringConvertible {
    public var description: String {
        if kind == .exact, first == second { return "\(first) is the very file" }
        if kind == .content { return "\(first) has the very pixels of \(second)" }
        guard let agreement else { return "\(first) is the same file as \(second)" }
        guard let seconds else {
            return "\(first) shows the same as \(second) (\(DecimalText.percent(agreement)) alike)"
        }
        return "\(first) shares \(DecimalText.fixed(seconds, digits: 1)) s with \(second) "
            + "(\(DecimalText.percent(agreement)) of the fingerprint agrees)"
    }

    /// The first few pairs, and how many more there are, for a message.
    public static func list(_ pairs: [LeakagePair], atMost count: Int = 5) -> String {
        let named = pairs.prefix(count).map(\.description).joined(separator: "; ")
        return pairs.count > count ? "\(named); and \(pairs.count - count) more pairs" : named
    }
}
