import Datasets
import Foundation
import InspectionTypes
import Media

@testable import DetectorFitting

/// Machines that hum in halls with a noise of their own, in a folder that goes away with the test.
final class HallRecordings {
    struct Recording {
        var machine: Int
        var hall: Int
        var group: String?
    }

    let folder: URL
    let dataset: Dataset
    let store: FeatureStore

    /// - Parameter differ: how far, in octaves, the noise of one hall lies from the next one's.
    init(_ recordings: [Recording], differ: Double = 0.7, seconds: Double = 1) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "halls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var items: [DataItem] = []
        for (number, recording) in recordings.enumerated() {
            let name = "m\(recording.machine)-h\(recording.hall)-\(number).wav"
            try AudioFileWriter.write(
                AudioSignal(
                    mono: Self.samples(recording, seed: "\(number)", differ: differ, count: Int(8000 * seconds)),
                    sampleRate: 8000), to: folder.appending(path: name).path, format: .wav16)
            items.append(
                DataItem(
                    path: name, label: Label("normal"), group: recording.group ?? name, isNegative: true,
                    machine: "pump id_0\(recording.machine)"))
        }
        dataset = Dataset(root: folder.path, layout: .normalFolder, items: items, purpose: .detection)
        store = try FeatureStore.prepare(
            dataset, frontEnd: HummingMachines.frontEnd, options: .init(cache: nil, threads: 1))
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// The hall that a recording is named for.
    static func hall(_ item: DataItem) -> Substring { item.path.split(separator: "-")[1] }

    /// Lines of the machine that wander a little from one recording to the next, and noise about a frequency of the hall.
    private static func samples(_ recording: Recording, seed: String, differ: Double, count: Int) -> [Float] {
        var generator = SeededGenerator(seed: 2, stream: seed)
        let speed = 1 + 0.01 * generator.nextNormal()
        let lines = [310.0, 620, 1240].map { $0 * speed * pow(1.3, Double(recording.machine)) }
        let loud = lines.map { _ in 0.05 * exp(0.2 * generator.nextNormal()) }
        let phases = lines.map { _ in generator.nextUniform() * 2 * .pi }
        // A resonance of two poles.
        let centre = 500 * pow(2, differ * Double(recording.hall)) * exp(0.05 * generator.nextNormal())
        let (turn, radius) = (2 * Double.pi * min(centre, 3500) / 8000, 0.9)
        let noise = 0.03 * exp(0.2 * generator.nextNormal())
        var (last, before) = (0.0, 0.0)
        return (0..<count).map { n in
            var value = 0.02 * generator.nextNormal()
            for line in lines.indices {
                value += loud[line] * sin(2 * .pi * lines[line] * Double(n) / 8000 + phases[line])
            }
            (last, before) = (
                noise * generator.nextNormal() + 2 * radius * cos(turn) * last - radius * radius * before, last
            )
            return Float(value + last)
        }
    }
}
