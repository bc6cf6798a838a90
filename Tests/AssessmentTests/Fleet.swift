import Datasets
import Foundation
import InspectionTypes
import Media

/// A folder of recordings in the challenge's names, of two fans: one hums low, one high; an anomaly is loud.
enum Fleet {
    /// - Parameters:
    ///   - name: of a recording: of the machine, whether it is an anomaly, its number.
    ///   - body: gets the folder `fan`, which holds `test`.
    static func with<Result>(
        name: (_ machine: Int, _ isAnomaly: Bool, _ number: Int) -> String = { machine, isAnomaly, number in
            "test/\(isAnomaly ? "anomaly" : "normal")_id_0\(2 * machine)_0000000\(number).wav"
        }, _ body: (String) throws -> Result
    ) throws -> Result {
        let root = FileManager.default.temporaryDirectory.appending(path: "wheeltapper-fleet-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        for machine in 0..<2 {
            for number in 0..<6 {
                let isAnomaly = number >= 4
                let file = root.appending(path: "fan/" + name(machine, isAnomaly, number))
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                // The quietest anomaly is softer than the loudest normal one.
                let level: Float = isAnomaly ? (number == 4 ? 0.02 : 0.4) : number == 3 ? 0.05 : 0.002
                try AudioFileWriter.write(
                    tone(machine == 0 ? 300 : 6000, level: level, seed: UInt64(10 * machine + number)), to: file.path)
            }
        }
        return try body(root.path + "/fan")
    }

    private static func tone(_ hertz: Double, level: Float, seed: UInt64) -> AudioSignal {
        var generator = SeededGenerator(seed: seed)
        return AudioSignal(
            mono: (0..<16_000).map { index in
                level * Float(sin(2 * Double.pi * hertz * Double(index) / 16_000))
                    + 0.01 * level * Float(generator.nextNormal())
            }, sampleRate: 16_000)
    }
}
