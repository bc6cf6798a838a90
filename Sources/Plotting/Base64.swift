/// RFC 4648's base 64, with padding: how bytes stand in a `data:` address.
public enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    public static func encoded(_ bytes: [UInt8]) -> String {
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let rest = bytes.count - start
            let (a, b, c) = (bytes[start], rest > 1 ? bytes[start + 1] : 0, rest > 2 ? bytes[start + 2] : 0)
            result.append(alphabet[Int(a >> 2)])
            result.append(alphabet[Int((a & 3) << 4 | b >> 4)])
            result.append(rest > 1 ? alphabet[Int((b & 15) << 2 | c >> 6)] : UInt8(ascii: "="))
            result.append(rest > 2 ? alphabet[Int(c & 63)] : UInt8(ascii: "="))
        }
        return String(decoding: result, as: UTF8.self)
    }
}
