import Foundation
import Testing

@Suite struct UsageTests {
    @Test func theFirstPageOfHelpShowsSoundsAndPictures() throws {
        let outcome = try CommandLineRunner.run(["--help"])
        #expect(outcome.status == 0)
        for word in [
            "Hears and sees defects", "wheeltapper predict rail.onnx", "wheeltapper train classifier demo/castings",
            "wheeltapper train segmenter demo/walls", "--overlay",
        ] {
            #expect(outcome.output.contains(word), "\(word)")
        }
        #expect(outcome.output.split(separator: "\n").count <= 40)
    }

    @Test(arguments: [
        ("predit", "did you mean 'predict'?"), ("evalaute", "did you mean 'evaluate'?"),
        ("Train", "did you mean 'train'?"), ("sound.wav", "there are train, evaluate"),
    ])
    func misspeltCommandsAreAnsweredWithTheRightOne(word: String, answer: String) throws {
        let outcome = try CommandLineRunner.run([word, "model.onnx"])
        #expect(outcome.status == 2 && outcome.output.isEmpty, "\(outcome.status)")
        #expect(outcome.errors.contains("There is no command '\(word)'"), "\(outcome.errors)")
        #expect(outcome.errors.contains(answer), "\(outcome.errors)")
    }

    @Test func aMisspeltKindOfModelIsAnsweredWithTheRightOne() throws {
        let outcome = try CommandLineRunner.run(["train", "clasifier", "data", "-o", "m.onnx"])
        #expect(outcome.status == 2 && outcome.output.isEmpty, "\(outcome.status)")
        #expect(outcome.errors.contains("did you mean 'classifier'?"), "\(outcome.errors)")
    }

    /// What is asked for often fits on a screen or so; nothing is lost.
    @Test(arguments: ["classifier", "detector", "segmenter"]) func helpOfTrainingIsShort(kind: String) throws {
        let short = try CommandLineRunner.run(["train", kind, "--help"])
        let long = try CommandLineRunner.run(["train", kind, "--help-hidden"])
        #expect(short.status == 0 && long.status == 0, "\(short.errors) \(long.errors)")
        #expect(short.output.split(separator: "\n").count <= 80, "\(short.output.split(separator: "\n").count) lines")
        for option in ["--output", "--report", "--epochs", "--split", "--backbone", "--augmentation", "--compute"] {
            #expect(short.output.contains(option), "\(option)")
        }
        for option in ["--weight-decay", "--learning-rate", "--golden", "--seed", "--validation"] {
            #expect(!short.output.contains(option) && long.output.contains(option), "\(option)")
        }
        #expect(short.output.contains("--help-hidden"))
    }

    /// What the page tells to type is what `synth` writes.
    @Test func theFilesThatHelpNamesAreThere() throws {
        let scratch = try Scratch()
        let outcome = try CommandLineRunner.run(
            ["synth", "demo", "--count", "1", "--seconds", "0.5"], in: scratch.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
        func names(_ folder: String, _ ending: String) -> [String] {
            ((try? FileManager.default.contentsOfDirectory(atPath: scratch.path("demo/" + folder))) ?? [])
                .filter { $0.hasSuffix(ending) }
        }
        #expect(!names("rail/crack", ".flac").isEmpty && !names("castings/ok", ".jpg").isEmpty)
        #expect(!names("walls/images", ".jpg").isEmpty)
        #expect(names("fleet", "").isEmpty, "hours of sound are made up only where asked for")
    }

    @Test func aFleetIsMadeUpWhereAskedFor() throws {
        let scratch = try Scratch()
        let outcome = try CommandLineRunner.run(
            ["synth", "demo", "--set", "fleet", "--count", "1", "--seconds", "0.5"], in: scratch.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("72 recordings of 6 types of 4 machines"))
        for type in ["fan", "pump", "slider", "valve", "gearbox", "bearing"] {
            for name in ["train/normal_id_00", "test/normal_id_03", "test/anomaly_id_03"] {
                let path = scratch.path("demo/fleet/\(type)/\(name)_00000000.flac")
                #expect(FileManager.default.fileExists(atPath: path), "\(path)")
            }
        }
    }

    @Test(arguments: [
        ["--first", "9223372036854775807"], ["--first", "1000000001"], ["--count", "9223372036854775807"],
        ["--first", "-1"], ["--count", "0"],
    ])
    func numbersThatNoFileCanBearAreWrongUsage(options: [String]) throws {
        let scratch = try Scratch()
        let outcome = try CommandLineRunner.run(["synth", "demo"] + options, in: scratch.url)
        #expect(outcome.status == 2, "\(outcome.status) \(outcome.errors)")
        #expect(!FileManager.default.fileExists(atPath: scratch.path("demo")))
    }

    @Test func theLargestFirstNumberIsWritten() throws {
        let scratch = try Scratch()
        let outcome = try CommandLineRunner.run(
            ["synth", "demo", "--set", "castings", "--count", "1", "--first", "1000000000"], in: scratch.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
    }
}
