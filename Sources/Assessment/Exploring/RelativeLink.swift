import FoundationEssentials

/// The way from a page to a file as a link has it.
enum RelativeLink {
    /// Percent-encoded, `../` as far as need be; both paths may be relative to the current folder.
    static func from(folder: String, to file: String) -> String {
        let (here, there) = (parts(folder), parts(file))
        let shared = zip(here, there).prefix { $0 == $1 }.count
        let up = [String](repeating: "..", count: here.count - shared)
        return (up + there.dropFirst(shared)).map(encoded).joined(separator: "/")
    }

    private static func parts(_ path: String) -> [String] {
        let whole = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
        var parts: [String] = []
        for part in whole.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(String(part)) }
        }
        return parts
    }

    /// RFC 3986's unreserved characters stay.
    private static func encoded(_ part: String) -> String {
        let digits = Array("0123456789ABCDEF")
        return part.utf8.reduce(into: "") { text, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default: text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
    }
}
