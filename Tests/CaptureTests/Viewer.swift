@testable import Capture

/// Takes from a feed of pictures all that comes, for as long as a test needs.
final class Viewer {
    let doorbell: Doorbell
    private(set) var items: [FrameItem] = []
    private let feed: FrameFeed
    private static let patience = 60.0

    init(_ feed: FrameFeed, _ doorbell: Doorbell) { (self.feed, self.doorbell) = (feed, doorbell) }

    /// Takes until it is enough; whether it came to that.
    @discardableResult
    func take(until isEnough: ([FrameItem]) -> Bool) -> Bool {
        let deadline = monotonicSeconds() + Self.patience
        while true {
            while let item = feed.next() { items.append(item) }
            if isEnough(items) { return true }
            guard monotonicSeconds() < deadline else { return false }
            doorbell.wait(seconds: 0.05)
        }
    }

    /// Takes to the end.
    @discardableResult
    func takeAll() -> [FrameItem] {
        take { $0.last == .ended }
        return items
    }
}

extension [FrameItem] {
    var frames: [Frame] { compactMap { if case .frame(let frame) = $0 { frame } else { nil } } }

    var openings: [FrameFormat] { compactMap { if case .opened(let format) = $0 { format } else { nil } } }

    var gaps: [Double] { compactMap { if case .gap(let seconds) = $0 { seconds } else { nil } } }

    var disconnections: [String] {
        compactMap { if case .disconnected(let reason, _) = $0 { reason } else { nil } }
    }

    var unreadable: [(path: String, reason: String)] {
        compactMap { if case .unreadable(let path, let reason) = $0 { (path, reason) } else { nil } }
    }

    var notices: [String] { compactMap { if case .notice(let text) = $0 { text } else { nil } } }
}
