import Foundation

/// A folder for one test, gone with it.
final class Scratch: Sendable {
    let folder: URL

    init() throws {
        // Without links in its path, so that names come back as they went in.
        folder = FileManager.default.temporaryDirectory.appending(path: "wheeltapper-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    var path: String { folder.path(percentEncoded: false).trimmingSuffix("/") }

    func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }

    @discardableResult
    func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        try Data(bytes).write(to: folder.appending(path: name))
        return path(name)
    }

    /// A program for the shell.
    func script(_ name: String, _ text: String) throws -> String {
        let path = try file(name, Array("#!/bin/sh\n\(text)\n".utf8))
        chmod(path, 0o755)
        return path
    }

    func text(_ name: String) -> String { (try? String(contentsOfFile: path(name), encoding: .utf8)) ?? "" }
}

extension String {
    func trimmingSuffix(_ suffix: String) -> String { hasSuffix(suffix) ? String(dropLast(suffix.count)) : self }
}

func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }

/// A WAVE file of 32-bit floats.
///
/// - Parameter isStream: the header does not know the length, as in a stream.
func wave(_ channels: [[Float]], rate: Int, isStream: Bool = false) -> [UInt8] {
    let width = 4 * channels.count
    let samples = (0..<channels[0].count).flatMap { n in channels.flatMap { littleEndian($0[n].bitPattern) } }
    let length = isStream ? UInt32.max : UInt32(samples.count)
    return Array("RIFF".utf8) + littleEndian(isStream ? UInt32.max : 36 + length) + Array("WAVEfmt ".utf8)
        + littleEndian(UInt32(16)) + littleEndian(UInt16(3)) + littleEndian(UInt16(channels.count))
        + littleEndian(UInt32(rate)) + littleEndian(UInt32(rate * width)) + littleEndian(UInt16(width))
        + littleEndian(UInt16(32)) + Array("data".utf8) + littleEndian(length) + samples
}

/// Samples all different, between −1 and 1.
func ramp(_ count: Int, from first: Int = 0) -> [Float] { (0..<count).map { Float(first + $0) / 16_777_216 } }
