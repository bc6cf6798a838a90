import InspectionTypes

@testable import Capture

/// Takes from a feed all that comes, for as long as a test needs. Its patience is only there so that a broken feed does not hang the tests.
final class Listener {
    let doorbell: Doorbell
    private(set) var items: [FeedItem] = []
    private let feed: SoundFeed
    private let maxFrames: Int
    private static let patience = 60.0

    init(_ feed: SoundFeed, _ doorbell: Doorbell, maxFrames: Int = 10_000) {
        (self.feed, self.doorbell, self.maxFrames) = (feed, doorbell, maxFrames)
    }

    /// Takes until it is enough; whether it came to that.
    @discardableResult
    func take(until isEnough: ([FeedItem]) -> Bool) -> Bool {
        let deadline = monotonicSeconds() + Self.patience
        while true {
            while let item = feed.next(maxFrames: maxFrames) { items.append(item) }
            if isEnough(items) { return true }
            guard monotonicSeconds() < deadline else { return false }
            doorbell.wait(seconds: 0.1)
        }
    }

    /// Takes to the end.
    @discardableResult
    func takeAll() -> [FeedItem] {
        take { $0.last == .ended }
        return items
    }
}

extension [FeedItem] {
    /// The samples of one channel, without what is missing.
    func samples(_ channel: Int = 0) -> [Float] {
        flatMap { item -> [Float] in
            if case .sound(let signal, _, _) = item { signal.channels[channel] } else { [] }
        }
    }

    var gaps: [(frames: Int64?, seconds: Double, reason: GapReason)] {
        compactMap { if case .gap(let frames, let seconds, let reason) = $0 { (frames, seconds, reason) } else { nil } }
    }

    var openings: [SourceFormat] {
        compactMap { if case .opened(let format) = $0 { format } else { nil } }
    }

    var disconnections: [(reason: String, retryIn: Double)] {
        compactMap { if case .disconnected(let reason, let wait) = $0 { (reason, wait) } else { nil } }
    }

    var notices: [String] {
        compactMap { if case .notice(let text) = $0 { text } else { nil } }
    }

    /// Whether each stretch begins where the last one ended, gaps included, and each recording at 0.
    var isCountedRight: Bool {
        var place: Int64 = 0
        for item in self {
            switch item {
            case .opened(let format): if format.recording != nil { place = 0 }
            case .sound(let signal, let first, _):
                guard first == place else { return false }
                place += Int64(signal.frameCount)
            case .gap(let frames, _, _): place += frames ?? 0
            default: break
            }
        }
        return true
    }

    /// The kinds in order, repetitions once.
    var story: [String] {
        var words: [String] = []
        for item in self {
            let word =
                switch item {
                case .opened: "opened"
                case .sound: "sound"
                case .gap: "gap"
                case .disconnected: "disconnected"
                case .recordingEnded: "recordingEnded"
                case .unreadable: "unreadable"
                case .notice: "notice"
                case .ended: "ended"
                }
            if words.last != word { words.append(word) }
        }
        return words
    }
}

/// For comparisons of many samples, which would fill the page where they fail.
func isTrue(_ condition: Bool) -> Bool { condition }
