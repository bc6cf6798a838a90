import Foundation
import InspectionTypes

/// A folder for one test, gone with it.
final class Scratch {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "wheeltapper-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }

    /// Writes bytes; returns the path.
    func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        try Data(bytes).write(to: folder.appending(path: name))
        return path(name)
    }

    var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))) ?? []).sorted()
    }

    static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/media")

    static func fixture(_ name: String) -> String { fixtures.appending(path: name).path(percentEncoded: false) }
}

/// A WAVE file of 32-bit floats or 16-bit integers, byte by byte.
///
/// - Parameter promised: samples that the header speaks of, where it lies.
func wave(_ channels: [[Float]], rate: Int, floats: Bool = true, promised: Int? = nil) -> [UInt8] {
    func bytes(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }
    let width = floats ? 4 : 2
    let count = channels[0].count
    let samples = (0..<count).flatMap { n in
        channels.flatMap { floats ? bytes($0[n].bitPattern) : bytes(Int16($0[n] * 32_767)) }
    }
    let length = (promised ?? count) * width * channels.count
    return Array("RIFF".utf8) + bytes(UInt32(36 + length)) + Array("WAVEfmt ".utf8) + bytes(UInt32(16))
        + bytes(UInt16(floats ? 3 : 1)) + bytes(UInt16(channels.count)) + bytes(UInt32(rate))
        + bytes(UInt32(rate * width * channels.count)) + bytes(UInt16(width * channels.count))
        + bytes(UInt16(8 * width))
        + Array("data".utf8) + bytes(UInt32(length)) + samples
}

func tone(_ count: Int, rate: Double = 8000, frequency: Double = 440, level: Double = 0.5) -> [Float] {
    (0..<count).map { Float(level * sin(2 * Double.pi * frequency * Double($0) / rate)) }
}
