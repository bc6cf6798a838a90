/// What every kind of feed can tell beside what it hands over.
protocol FeedNews: Sendable {
    static func disconnected(_ reason: String, retryIn: Double) -> Self
    static func recordingEnded(_ path: String) -> Self
    static func unreadable(_ path: String, reason: String) -> Self
    static func notice(_ text: String) -> Self
    static var ended: Self { get }
    /// Whether it tells of a source that is away.
    var isDisconnection: Bool { get }
}

extension FeedNews {
    /// Where nobody listens, news are kept to this number of items.
    static var mostItems: Int { 4096 }
}

extension FeedItem: FeedNews {
    var isDisconnection: Bool { if case .disconnected = self { true } else { false } }
}

extension FrameItem: FeedNews {
    var isDisconnection: Bool { if case .disconnected = self { true } else { false } }
}
