import Foundation
import InspectionTypes
import Media
import Testing

@Suite struct ListeningCommandTests {
    /// Two seconds of noise, three of a loud tone that the model calls an anomaly, three of noise.
    private static func recording(_ path: String, format: AudioFileWriter.Format = .wav16) throws -> AudioSignal {
        var generator = SeededGenerator(seed: 3)
        let samples = (0..<128_000).map { n in
            let isLoud = (32_000..<80_000).contains(n)
            return Float.random(in: -0.0005...0.0005, using: &generator)
                + (isLoud ? 0.5 * Float(sin(Double(n) * 0.6)) : 0)
        }
        let signal = AudioSignal(mono: samples, sampleRate: 16_000)
        try AudioFileWriter.write(signal, to: path, format: format)
        return signal
    }

    /// JSON lines by what they are.
    private static func events(_ output: String) throws -> [String: [[String: Any]]] {
        let lines = try output.split(separator: "\n").map { line in
            try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
        }
        return Dictionary(grouping: lines) { $0["event"] as? String ?? "none" }
    }

    @Test func aFileIsHeardAndItsDefectKept() throws {
        let scratch = try Scratch()
        try LoudnessModel.write(scratch)
        _ = try Self.recording(scratch.path("a.wav"))
        let outcome = try CommandLineRunner.run(
            [
                "listen", "ear.onnx", "--input", "a.wav", "--machine", "fan id_00", "--keep", "clips", "--format",
                "json",
            ],
            in: scratch.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let events = try Self.events(outcome.output)
        let defects = try #require(events["defect"])
        #expect(defects.map { $0["phase"] as? String } == ["began", "ended"])
        let start = try #require(defects[1]["start"] as? Double)
        let end = try #require(defects[1]["end"] as? Double)
        #expect(abs(start - 1.75) <= 0.26 && abs(end - 5.25) <= 0.26, "\(start)…\(end)")
        #expect(defects[0]["machine"] as? String == "fan id_00")
        let clip = try #require(defects[1]["clip"] as? String)
        #expect(FileManager.default.fileExists(atPath: scratch.path(clip)))
        let summary = try #require(events["summary"]?.first)
        #expect(summary["lost_frames"] as? Int == 0)
        #expect(summary["windows"] as? Int == events["window"]?.count)
    }

    @Test func rawSamplesOnStandardInputGiveWhatTheFileGives() throws {
        let scratch = try Scratch()
        try LoudnessModel.write(scratch)
        _ = try Self.recording(scratch.path("a.wav"))
        // As the file holds it, so that both are the same to the last bit.
        let signal = try AudioFile.read(scratch.path("a.wav"))
        var raw = Data()
        for sample in signal.channels[0] {
            withUnsafeBytes(of: Int16((sample * 32_768).rounded()).littleEndian) { raw.append(contentsOf: $0) }
        }
        try raw.write(to: URL(filePath: scratch.path("a.raw")))
        let shell = try CommandLineRunner.start(
            [
                "-c",
                "\(CommandLineRunner.binaries.path)/wheeltapper listen ear.onnx --input - --raw 16000 --format json <a.raw",
            ],
            in: scratch.url, program: URL(filePath: "/bin/sh")
        ).wait()
        let file = try CommandLineRunner.run(
            ["listen", "ear.onnx", "--input", "a.wav", "--format", "json"], in: scratch.url)
        #expect(shell.status == 0, "\(shell.errors)")
        func scores(_ outcome: CommandLineRunner.Outcome) throws -> [Double] {
            try (Self.events(outcome.output)["window"] ?? []).compactMap { $0["score"] as? Double }
        }
        let (piped, read) = (try scores(shell), try scores(file))
        #expect(piped.count == read.count && !piped.isEmpty)
        #expect(zip(piped, read).allSatisfy { abs($0 - $1) < 1e-3 })
    }

    @Test(arguments: [SIGINT, SIGTERM]) func aSignalEndsItWithClipsComplete(_ number: Int32) throws {
        let scratch = try Scratch()
        try LoudnessModel.write(scratch)
        _ = try Self.recording(scratch.path("a.wav"))
        let running = try CommandLineRunner.start(
            [
                "listen", "ear.onnx", "--input", "a.wav", "--real-time", "--machine", "fan id_00", "--keep", "clips",
                "--format", "json",
            ], in: scratch.url)
        for _ in 0..<600 where !running.text().contains("\"began\"") { usleep(100_000) }
        kill(running.process.processIdentifier, number)
        let outcome = running.wait()
        #expect(outcome.status == 0, "\(outcome.errors)")
        let events = try Self.events(outcome.output)
        let ended = try #require(events["defect"]?.last)
        #expect(ended["phase"] as? String == "ended")
        let clip = try #require(ended["clip"] as? String)
        #expect(try AudioFile.read(scratch.path(clip)).frameCount > 16_000)
        #expect(events["summary"]?.count == 1)
    }

    struct Misuse: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var arguments: [String]
        var words: String
    }

    static let misuses: [Misuse] = [
        Misuse(
            testDescription: "a file that is not there", arguments: ["--input", "none/a.wav"], words: "no such file"),
        Misuse(testDescription: "raw samples of no format", arguments: ["--input", "-"], words: "--raw 16000"),
        Misuse(testDescription: "a rule that is none", arguments: ["--smooth", "3/2"], words: "--smooth"),
        Misuse(
            testDescription: "a machine it does not know", arguments: ["--machine", "lathe", "--input", "a.wav"],
            words: "fan id_00"),
        Misuse(
            testDescription: "sources and inputs", arguments: ["--input", "a.wav", "--sources", "s.yaml"],
            words: "do not go together"),
        Misuse(testDescription: "no such list", arguments: ["--sources", "none.yaml"], words: "none.yaml"),
        Misuse(
            testDescription: "a list with a slip of the pen", arguments: ["--sources", "slip.yaml"], words: "smoooth"),
        Misuse(
            testDescription: "a list with one name twice", arguments: ["--sources", "twice.yaml"], words: "'a.wav'"),
        Misuse(
            testDescription: "a list of something else", arguments: ["--sources", "other.yaml"], words: "other.yaml"),
    ]

    @Test(arguments: misuses) func wrongWordsAreUsageAndNameTheMend(_ misuse: Misuse) throws {
        let scratch = try Scratch()
        try LoudnessModel.write(scratch)
        _ = try Self.recording(scratch.path("a.wav"))
        for (name, text) in [
            "slip.yaml": "sources:\n  - input: a.wav\n    smoooth: 2/3\n",
            "twice.yaml": "sources:\n  - input: a.wav\n  - input: a.wav\n", "other.yaml": "- 1\n- 2\n",
        ] {
            try text.write(toFile: scratch.path(name), atomically: true, encoding: .utf8)
        }
        let outcome = try CommandLineRunner.run(["listen", "ear.onnx"] + misuse.arguments, in: scratch.url)
        #expect(outcome.status == 2, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.errors.contains(misuse.words), "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
    }

    @Test func manySourcesOfAListAreHeardSideBySide() throws {
        let scratch = try Scratch()
        try LoudnessModel.write(scratch)
        _ = try Self.recording(scratch.path("a.wav"))
        _ = try Self.recording(scratch.path("b.flac"), format: .flac16)
        let list = """
            defaults: {machine: fan id_00, hold: 1}
            sources:
              - {name: left, input: a.wav}
              - {name: right, input: b.flac, smooth: 40/40}
            """
        try list.write(toFile: scratch.path("s.yaml"), atomically: true, encoding: .utf8)
        let outcome = try CommandLineRunner.run(
            ["listen", "ear.onnx", "--sources", "s.yaml", "--format", "json"], in: scratch.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let events = try Self.events(outcome.output)
        #expect(Set((events["window"] ?? []).compactMap { $0["source"] as? String }) == ["left", "right"])
        // Forty windows in a row are more than the loud stretch has.
        #expect((events["defect"] ?? []).compactMap { $0["source"] as? String } == ["left", "left"])
    }
}
