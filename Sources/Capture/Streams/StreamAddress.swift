/// A stream's address, and how it may be shown: without its user's name and password.
struct StreamAddress: Sendable, Equatable {
    let text: String
    /// For people and logs.
    let shown: String
    private let secret: String?

    /// - Throws: ``CaptureError`` where it is no address.
    init(_ text: String) throws {
        guard let mark = text.firstRange(of: "://"), mark.lowerBound > text.startIndex,
            text[..<mark.lowerBound].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }),
            mark.upperBound < text.endIndex
        else {
            throw CaptureError(
                .notUnderstood,
                "\(text): is no address of a stream: one looks like rtsp://camera.local/sound or http://…")
        }
        guard text[..<mark.lowerBound].lowercased() != "file" else {
            throw CaptureError(
                .notUnderstood, "\(text): is a file, not a stream that goes on: name it by its path, without file://")
        }
        self.text = text
        let host = text[mark.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard let at = host.lastIndex(of: "@"), at > host.startIndex else {
            (shown, secret) = (text, nil)
            return
        }
        secret = String(host[...at])
        shown = String(text[..<host.startIndex]) + "…@" + text[host.index(after: at)...]
    }

    /// `rtsp`, `http` …
    var scheme: String { text.firstRange(of: "://").map { text[..<$0.lowerBound].lowercased() } ?? "" }

    /// Another's words, in which the address may occur.
    func masked(_ words: String) -> String {
        guard let secret else { return words }
        return words.replacing(secret, with: "…@")
    }
}
