import FoundationEssentials
import InspectionTypes
import Media

/// A folder for one test, gone with it.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/wheeltapper-datasets-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Makes the folders above `name` and returns where it lies.
    private func place(_ name: String) throws -> String {
        let full = path + "/" + name
        if let slash = full.lastIndex(of: "/") {
            try FileManager.default.createDirectory(atPath: String(full[..<slash]), withIntermediateDirectories: true)
        }
        return full
    }

    /// A file with this text.
    func text(_ name: String, _ text: String = "") throws { try Data(text.utf8).write(to: URL(filePath: place(name))) }

    /// A file with these bytes.
    func bytes(_ name: String, _ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(filePath: place(name))) }

    /// Empty files: enough where only names matter.
    func files(_ names: String...) throws { for name in names { try text(name) } }

    func folder(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: path + "/" + name, withIntermediateDirectories: true)
    }

    /// A recording of noise; the same seed gives the same samples.
    func noise(_ name: String, seed: UInt64, seconds: Double = 3, gain: Float = 0.2) throws {
        try AudioFileWriter.write(Self.noise(seed: seed, seconds: seconds, gain: gain), to: place(name), format: .wav16)
    }

    /// A recording of these samples, at 16 kHz by default.
    func sound(_ name: String, _ samples: [Float], sampleRate: Double = 16_000) throws {
        try AudioFileWriter.write(AudioSignal(mono: samples, sampleRate: sampleRate), to: place(name), format: .wav16)
    }

    static func noise(seed: UInt64, seconds: Double, gain: Float = 0.2) -> AudioSignal {
        var generator = SeededGenerator(seed: seed)
        let samples = (0..<Int(16_000 * seconds)).map { _ in gain * Float(2 * generator.nextUniform() - 1) }
        return AudioSignal(mono: samples, sampleRate: 16_000)
    }
}

/// Folders of the checkout.
enum Checkout {
    static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
    static let fixtures = root + "/Tests/Fixtures/datasets"
    static let sharedData = root + "/../shared/data"

    /// Whether the real recordings are here; says loudly where they are not.
    static func has(_ name: String) -> Bool {
        let isHere = FileManager.default.fileExists(atPath: sharedData + "/" + name)
        if !isHere {
            print("SKIPPED: there is no \(sharedData)/\(name), so the tests on these real recordings do not run")
        }
        return isHere
    }
}
