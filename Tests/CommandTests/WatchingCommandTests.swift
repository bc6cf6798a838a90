import Foundation
import InspectionTypes
import Media
import Testing

@Suite struct WatchingCommandTests {
    /// A noisy grey picture of some brightness, 0…1.
    private static func picture(_ brightness: Double, seed: UInt64) throws -> [UInt8] {
        var generator = SeededGenerator(seed: seed)
        let pixels = (0..<64 * 48).map { _ in
            UInt8(min(255, max(0, brightness * 255 + Double.random(in: -20...20, using: &generator))))
        }
        return try PictureEncoder.jpeg(Picture(width: 64, height: 48, colour: .grey, pixels: pixels))
    }

    /// JSON lines by what they are.
    private static func events(_ output: String) throws -> [String: [[String: Any]]] {
        let lines = try output.split(separator: "\n").map { line in
            try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
        }
        return Dictionary(grouping: lines) { $0["event"] as? String ?? "none" }
    }

    /// With another program's output as standard input.
    private static func shell(_ words: String, in scratch: Scratch) throws -> CommandLineRunner.Running {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return try CommandLineRunner.start(
            ["-c", words], in: scratch.url, environment: ["PATH": "\(CommandLineRunner.binaries.path):\(path)"],
            program: URL(filePath: "/bin/sh"))
    }

    @Test func aStreamOfPicturesGivesWhatTheFilesGive() throws {
        let scratch = try PictureTrainingTests.shared.get()
        let own = try Scratch()
        let names = try FileManager.default.contentsOfDirectory(atPath: scratch.path("castings")).sorted().flatMap {
            kind in
            try FileManager.default.contentsOfDirectory(atPath: scratch.path("castings/\(kind)")).sorted().prefix(4).map
            {
                scratch.path("castings/\(kind)/\($0)")
            }
        }.filter { $0.hasSuffix(".jpg") || $0.hasSuffix(".png") }
        var stream = Data()
        for (number, name) in names.enumerated() {
            let bytes = try PictureEncoder.jpeg(PictureFile.read(name), quality: 100)
            try Data(bytes).write(to: URL(filePath: own.path("\(100 + number).jpg")))
            stream += Data(bytes)
        }
        try stream.write(to: URL(filePath: own.path("all.mjpeg")))
        let model = scratch.path("castings.onnx")
        let predicted = try CommandLineRunner.run(
            ["predict", model] + names.indices.map { "\(100 + $0).jpg" } + ["--format", "json"], in: own.url)
        let piped = try Self.shell(
            "cat all.mjpeg | wheeltapper watch \(model) --input - --every-frame --format json", in: own
        ).wait()
        #expect(piped.status == 0, "\(piped.errors)")
        let files = try CommandLineRunner.run(
            ["watch", model, "--input", "all.mjpeg", "--format", "json"], in: own.url)
        let expected = try predicted.output.split(separator: "\n").map { line -> Double in
            let record = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            return try #require(record["score"] as? Double)
        }
        #expect(expected.count == names.count && expected.count > 8)
        for outcome in [piped, files] {
            let events = try Self.events(outcome.output)
            let frames = try #require(events["frame"])
            #expect(frames.map { $0["score"] as? Double } == expected)
            #expect(frames.map { $0["number"] as? Int } == Array(0..<expected.count))
            let summary = try #require(events["summary"]?.first)
            #expect(summary["frames"] as? Int == expected.count && summary["skipped_frames"] as? Int == 0)
        }
    }

    @Test func aSegmentersRegionsStandInItsFramesAndInItsOverlay() throws {
        let scratch = try Scratch()
        try BrightnessModel.writeSegmenter(scratch)
        try BrightnessModel.writeBars([(20, 10, 30, 8)], to: scratch.path("parts/a.png"))
        let outcome = try CommandLineRunner.run(
            ["watch", "cracks.onnx", "--input", "parts/a.png", "--keep", "kept", "--format", "json"], in: scratch.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let events = try Self.events(outcome.output)
        let regions = try #require(events["frame"]?.first?["regions"] as? [[String: Any]])
        #expect(regions.count == 1 && regions[0]["area"] as? Double == 240)
        #expect(events["defect"]?.map { $0["phase"] as? String } == ["began", "ended"])
        let clip = try #require(events["defect"]?.first?["clip"] as? String)
        #expect(clip == "kept/a.png/a.png_crack.png")
        #expect(
            try Data(contentsOf: URL(filePath: scratch.path(clip)))
                == Data(contentsOf: URL(filePath: scratch.path("parts/a.png"))))
        let overlay = try PictureFile.read(scratch.path("kept/a.png/a.png_crack.overlay.jpg"))
        #expect(overlay.width == 120 && overlay.height == 90)
        #expect(events["summary"]?.first?["defects"] as? Int == 1)
    }

    @Test(arguments: [SIGINT, SIGTERM]) func aSignalEndsItWithWhatIsKeptComplete(_ number: Int32) throws {
        let scratch = try Scratch()
        try BrightnessModel.writeClassifier(scratch)
        var stream: [UInt8] = []
        for seed in 0..<10 { stream += try Self.picture(0.8, seed: UInt64(seed)) }
        try Data(stream).write(to: URL(filePath: scratch.path("all")))
        // A camera that never ends.
        let running = try Self.shell(
            """
            mkfifo camera; (while cat all; do :; done) > camera &
            exec wheeltapper watch brightness.onnx --input - --keep kept --format json < camera
            """, in: scratch)
        for _ in 0..<600 where !running.text().contains("\"began\"") { usleep(100_000) }
        kill(running.process.processIdentifier, number)
        let outcome = running.wait()
        #expect(outcome.status == 0, "\(outcome.errors)")
        let events = try Self.events(outcome.output)
        let ended = try #require(events["defect"]?.last)
        #expect(ended["phase"] as? String == "ended")
        let clip = try #require(ended["clip"] as? String)
        let stem = String(scratch.path(clip).dropLast(4))
        #expect(try PictureFile.read(stem + ".jpg").width == 64)
        #expect(try PictureFile.read(stem + ".overlay.jpg").colour == .rgb)
        let record = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: stem + ".json")))
        let defect = try #require((record as? [String: Any])?["defect"] as? [String: Any])
        #expect(defect["end"] is Double)
        let summary = try #require(events["summary"]?.first)
        let source = try #require((summary["sources"] as? [[String: Any]])?.first)
        let judged = try #require(source["frames"] as? Int), skipped = try #require(source["skipped_frames"] as? Int)
        let unjudged = try #require(source["unjudged_frames"] as? Int)
        #expect(source["captured_frames"] as? Int == judged + skipped + unjudged)
        #expect(
            !(try FileManager.default.subpathsOfDirectory(atPath: scratch.path("kept"))).contains {
                $0.contains("partial")
            })
    }

    @Test func aFolderThatGrowsIsWatched() throws {
        let scratch = try Scratch()
        try BrightnessModel.writeClassifier(scratch)
        try FileManager.default.createDirectory(atPath: scratch.path("parts"), withIntermediateDirectories: true)
        try Data(Self.picture(0.8, seed: 1)).write(to: URL(filePath: scratch.path("parts/old.jpg")))
        let running = try CommandLineRunner.start(
            ["watch", "brightness.onnx", "--input", "parts", "--format", "json"], in: scratch.url)
        for _ in 0..<600 where !running.text().contains("\"opened\"") { usleep(100_000) }
        for number in 0..<3 {
            let bytes = try Self.picture(number == 1 ? 0.8 : 0.2, seed: UInt64(number))
            try Data(bytes).write(to: URL(filePath: scratch.path("parts/\(number).jpg")))
        }
        try Data("no picture".utf8).write(to: URL(filePath: scratch.path("parts/bad.jpg")))
        func isDone() -> Bool {
            let text = running.text()
            return text.split(separator: "\n").count { $0.contains("\"event\":\"frame\"") } >= 3
                && text.contains("unreadable")
        }
        for _ in 0..<600 where !isDone() { usleep(100_000) }
        running.process.interrupt()
        let outcome = running.wait()
        #expect(outcome.status == 0, "\(outcome.errors)")
        let events = try Self.events(outcome.output)
        let labels = (events["frame"] ?? []).map {
            [String(($0["recording"] as? String ?? "").split(separator: "/").last ?? ""), $0["label"] as? String ?? ""]
        }
        #expect(Set(labels) == [["0.jpg", "dark"], ["1.jpg", "bright"], ["2.jpg", "dark"]])
        #expect(events["source"]?.contains { $0["state"] as? String == "unreadable" } ?? false)
        #expect(events["defect"]?.count == 2)
    }

    @Test func manySourcesOfAListAreWatchedSideBySide() throws {
        let scratch = try Scratch()
        try BrightnessModel.writeClassifier(scratch)
        for (name, bright) in [("a", 0..<4), ("b", 2..<3)] {
            var stream: [UInt8] = []
            for number in 0..<6 {
                stream += try Self.picture(bright.contains(number) ? 0.8 : 0.2, seed: UInt64(number))
            }
            try Data(stream).write(to: URL(filePath: scratch.path("\(name).mjpeg")))
        }
        let list = """
            defaults: {smooth: 2/3}
            sources:
              - {name: left, input: a.mjpeg}
              - {name: right, input: b.mjpeg}
              - {name: again, input: b.mjpeg, smooth: 1/1}
            """
        try list.write(toFile: scratch.path("s.yaml"), atomically: true, encoding: .utf8)
        let outcome = try CommandLineRunner.run(
            ["watch", "brightness.onnx", "--sources", "s.yaml", "--format", "json"], in: scratch.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let events = try Self.events(outcome.output)
        #expect(events["frame"]?.count == 18)
        #expect(Set((events["defect"] ?? []).compactMap { $0["source"] as? String }) == ["left", "again"])
    }

    @Test func wordsForPeopleSayWhatIsWrongWithThePicture() throws {
        let scratch = try Scratch()
        try BrightnessModel.writeClassifier(scratch)
        let black = try PictureEncoder.jpeg(
            Picture(width: 32, height: 32, colour: .grey, pixels: Array(repeating: 0, count: 1024)))
        try Data(try Self.picture(0.2, seed: 1) + black + black + Self.picture(0.8, seed: 2)).write(
            to: URL(filePath: scratch.path("all.mjpeg")))
        let outcome = try CommandLineRunner.run(
            ["watch", "brightness.onnx", "--input", "all.mjpeg", "--smooth", "1/1", "--frames"], in: scratch.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
        for words in [
            "the picture is black; take off the lens cap", "the picture is no longer black", "bright from 0.3 s on",
            "1 defect in 4 frames", "2 frames without a verdict",
        ] {
            #expect(outcome.output.contains(words), "\(words): \(outcome.output)")
        }
    }

    struct Misuse: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var arguments: [String]
        var words: String
    }

    static let misuses: [Misuse] = [
        Misuse(
            testDescription: "a sound model", arguments: ["ear.onnx", "--input", "a.jpg"],
            words: "`wheeltapper listen` uses it"),
        Misuse(
            testDescription: "no such folder", arguments: ["brightness.onnx", "--input", "none/parts"],
            words: "no such file"),
        Misuse(
            testDescription: "a coding that is none", arguments: ["brightness.onnx", "--input", "-", "--raw", "vp9"],
            words: "h264"),
        Misuse(
            testDescription: "channels of a picture", arguments: ["brightness.onnx", "--channels", "mean"],
            words: "--channels is for sounds"),
        Misuse(testDescription: "no frames a second", arguments: ["brightness.onnx", "--fps", "0"], words: "--fps"),
        Misuse(
            testDescription: "a list with a microphone's words",
            arguments: ["brightness.onnx", "--sources", "rate.yaml"],
            words: "'rate', which nobody reads"),
        Misuse(
            testDescription: "a list with a coding that is none",
            arguments: ["brightness.onnx", "--sources", "raw.yaml"],
            words: "mjpeg or h264"),
    ]

    @Test(arguments: misuses) func wrongWordsAreUsageAndNameTheMend(_ misuse: Misuse) throws {
        let scratch = try Scratch()
        try LoudnessModel.write(scratch)
        try BrightnessModel.writeClassifier(scratch)
        try Data(Self.picture(0.5, seed: 1)).write(to: URL(filePath: scratch.path("a.jpg")))
        for (name, text) in [
            "rate.yaml": "sources:\n  - input: a.jpg\n    rate: 16000\n",
            "raw.yaml": "sources:\n  - {input: '-', raw: vp9}\n",
        ] {
            try text.write(toFile: scratch.path(name), atomically: true, encoding: .utf8)
        }
        let outcome = try CommandLineRunner.run(["watch"] + misuse.arguments, in: scratch.url)
        #expect(outcome.status == 2, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.errors.contains(misuse.words), "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
    }

    @Test func aModelOfPicturesIsNotListenedWith() throws {
        let scratch = try Scratch()
        try BrightnessModel.writeClassifier(scratch)
        let outcome = try CommandLineRunner.run(["listen", "brightness.onnx", "--input", "-"], in: scratch.url)
        #expect(outcome.status == 2 && outcome.errors.contains("`wheeltapper watch` uses it"), "\(outcome.errors)")
    }

    @Test func whereNothingCanBeSeenThatIsAFailure() throws {
        let scratch = try Scratch()
        try BrightnessModel.writeClassifier(scratch)
        try Data("neither".utf8).write(to: URL(filePath: scratch.path("a.mjpeg")))
        let outcome = try CommandLineRunner.run(
            ["watch", "brightness.onnx", "--input", "a.mjpeg", "--format", "json"], in: scratch.url)
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("without one whole picture"), "\(outcome.output)")
        // Without ffmpeg a camera's address is an error that says what to install.
        let stream = try CommandLineRunner.run(
            ["watch", "brightness.onnx", "--input", "rtsp://me:secret@camera/live"], in: scratch.url,
            environment: ["PATH": scratch.path(".")])
        #expect(stream.status == 1 && stream.errors.contains("apt-get install ffmpeg"), "\(stream.errors)")
        #expect(!stream.errors.contains("secret"))
    }
}
