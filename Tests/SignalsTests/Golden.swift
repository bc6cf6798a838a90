import Foundation

/// Data made by `Tests/Fixtures/signals/make_goldens.py`.
enum Golden {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/signals")

    /// Raw little-endian floats.
    static func floats(_ name: String) throws -> [Float] {
        let data = try Data(contentsOf: folder.appending(path: name))
        return data.withUnsafeBytes { bytes in
            (0..<bytes.count / 4).map {
                Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)))
            }
        }
    }
}

/// The largest difference of two arrays; infinite where their lengths differ or one is no number.
func largestDifference(_ a: [Float], _ b: [Float]) -> Float {
    guard a.count == b.count else { return .infinity }
    let worst = zip(a, b).map { abs($0 - $1) }.reduce(0) { $1.isNaN ? .infinity : max($0, $1) }
    return worst
}
