import Foundation
import InspectionTypes
import Media
import NeuralNetworks
import Testing

@Suite struct PictureCommandTests {
    static func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func aSegmentersLineIsASentenceOfWhatWasFound() throws {
        let scratch = try Scratch()
        try BrightnessModel.writeSegmenter(scratch)
        try BrightnessModel.writeBars([(10, 10, 60, 3), (10, 50, 30, 5)], to: scratch.path("two.png"))
        try BrightnessModel.writeBars([(10, 10, 2, 2)], to: scratch.path("none.png"))
        let outcome = try CommandLineRunner.run(
            ["predict", "cracks.onnx", "two.png", "none.png", "--threads", "1", "--mm-per-pixel", "0.5"],
            in: scratch.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let lines = outcome.output.split(separator: "\n")
        #expect(lines[0].hasPrefix("crack "), "\(lines)")
        // The skeleton of a bar ends within half its width of the bar's ends.
        #expect(
            lines[0].firstMatch(of: /two\.png  2 cracks, (29|30) mm and 1[3-5] mm long, up to 2\.5 mm wide$/) != nil,
            "\(lines)")
        #expect(lines[1].hasPrefix("normal ") && lines[1].hasSuffix("none.png"), "\(lines)")
    }

    @Test func regionsHaveTheContractsWords() throws {
        let scratch = try Scratch()
        try BrightnessModel.writeSegmenter(scratch)
        try BrightnessModel.writeBars([(10, 20, 60, 3)], to: scratch.path("a.png"))
        let outcome = try CommandLineRunner.run(
            ["predict", "cracks.onnx", "a.png", "--format", "json", "--mm-per-pixel", "0.1", "--flips"], in: scratch.url
        )
        let line = try Self.object(outcome.output)
        #expect(line["verdict"] as? String == "defect" && line["threshold"] as? Double == 0.5)
        #expect((line["probabilities"] as? [String: Double])?.keys.sorted() == ["crack"])
        let region = try #require((line["regions"] as? [[String: Any]])?.first)
        #expect(
            Set(region.keys) == [
                "label", "score", "box", "area", "length", "mean_width", "largest_width", "orientation", "polygons",
                "millimetres",
            ])
        #expect(region["box"] as? [String: Int] == ["x": 10, "y": 20, "width": 60, "height": 3])
        #expect(region["area"] as? Int == 180)
        let millimetres = try #require(region["millimetres"] as? [String: Double])
        #expect(Set(millimetres.keys) == ["area", "length", "mean_width", "largest_width"])
        #expect(abs((millimetres["area"] ?? 0) - 1.8) < 1e-9)
    }

    @Test func aRowTellsAllRegionsTogether() throws {
        let scratch = try Scratch()
        try BrightnessModel.writeSegmenter(scratch)
        try BrightnessModel.writeBars([(10, 10, 60, 3), (10, 50, 30, 5)], to: scratch.path("a.png"))
        let outcome = try CommandLineRunner.run(
            ["predict", "cracks.onnx", "a.png", "--format", "csv"], in: scratch.url)
        let lines = outcome.output.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
        #expect(
            lines[0] == [
                "file", "model", "verdict", "label", "score", "threshold", "regions", "area", "length", "largest_width",
                "milliseconds",
            ])
        #expect(lines[1].count == lines[0].count)
        #expect(lines[1][6] == "2" && lines[1][7] == "330")
    }

    @Test func overlaysMasksAndCOCOAreWrittenUnderNamesOfTheirOwn() throws {
        let scratch = try Scratch()
        try BrightnessModel.writeSegmenter(scratch)
        try BrightnessModel.writeBars([(10, 10, 60, 3)], to: scratch.path("one/wall.png"))
        try BrightnessModel.writeBars([(10, 40, 60, 3), (3, 3, 2, 2)], to: scratch.path("two/wall.png"))
        let outcome = try CommandLineRunner.run(
            [
                "predict", "cracks.onnx", "one/wall.png", "two/wall.png", "--overlay", "drawn/over", "--masks", "masks",
                "--coco", "found.json",
            ], in: scratch.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
        func names(_ folder: String) throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: scratch.path(folder)).sorted()
        }
        #expect(try names("drawn/over") == ["wall-2.overlay.png", "wall.overlay.png"])
        #expect(try names("masks") == ["wall-2.mask.png", "wall.mask.png"])
        let drawn = try PictureFile.read(scratch.path("drawn/over/wall.overlay.png"))
        #expect(drawn.width == 120 && drawn.height == 90 && drawn.colour == .rgb)
        // What is too small to be reported is not in the mask either.
        let mask = try PictureFile.readMask(scratch.path("masks/wall-2.mask.png"))
        #expect(mask.area == 180 && mask.values[40 * 120 + 10] == 1 && mask.values[3 * 120 + 3] == 0)
        let document = try Self.object(String(contentsOf: scratch.url.appending(path: "found.json"), encoding: .utf8))
        #expect(
            (document["images"] as? [[String: Any]])?.compactMap { $0["file_name"] as? String } == [
                "one/wall.png", "two/wall.png",
            ])
        #expect((document["annotations"] as? [Any])?.count == 2)
    }

    @Test func linesNameWhatWasDrawn() throws {
        let scratch = try Scratch()
        try BrightnessModel.writeSegmenter(scratch)
        for folder in ["one", "two"] {
            try BrightnessModel.writeBars([(10, 10, 60, 3)], to: scratch.path("\(folder)/wall.png"))
        }
        func lines(_ options: [String]) throws -> [[String: Any]] {
            let outcome = try CommandLineRunner.run(
                ["predict", "cracks.onnx", "one/wall.png", "two/wall.png", "--format", "json"] + options,
                in: scratch.url)
            #expect(outcome.status == 0, "\(outcome.errors)")
            return try outcome.output.split(separator: "\n").map { try Self.object(String($0)) }
        }
        let drawn = try lines(["--overlay", "drawn", "--masks", "masks"])
        #expect(
            drawn.map { $0["overlay"] as? String } == ["drawn/wall.overlay.png", "drawn/wall-2.overlay.png"])
        #expect(drawn.map { $0["mask"] as? String } == ["masks/wall.mask.png", "masks/wall-2.mask.png"])
        for line in drawn {
            for key in ["overlay", "mask"] {
                let name = try #require(line[key] as? String)
                #expect(FileManager.default.fileExists(atPath: scratch.path(name)), "\(name)")
            }
        }
        #expect(try lines([]).allSatisfy { $0["overlay"] == nil && $0["mask"] == nil })
    }

    /// A folder may hold `wall.png` and, drawn by hand, `wall.mask.png`.
    @Test(arguments: [
        (["wall.png", "wall.mask.png"], "--masks", "."), (["wall.png", "link/wall.mask.png"], "--masks", "./link/."),
        (["wall.overlay.png", "wall.png"], "--overlay", "link"),
    ])
    func aFileToJudgeIsNeverWrittenOver(files: [String], option: String, folder: String) throws {
        let scratch = try Scratch()
        try BrightnessModel.writeSegmenter(scratch)
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path("link"), withDestinationPath: scratch.url.path)
        for name in ["wall.png", "wall.mask.png", "wall.overlay.png"] {
            try BrightnessModel.writeBars([(10, 10, 60, 3)], to: scratch.path(name))
        }
        let before = try files.map { try Data(contentsOf: URL(filePath: scratch.path($0))) }
        let refused = try CommandLineRunner.run(
            ["predict", "cracks.onnx"] + files + [option, folder], in: scratch.url)
        #expect(refused.status == 2 && refused.output.isEmpty, "\(refused.errors)")
        #expect(refused.errors.contains("among the files to judge"), "\(refused.errors)")
        // From standard input the names are not known beforehand: what is refused is the one drawing.
        let names = files.sorted { $0.count > $1.count }.joined(separator: "\n")
        let piped = try CommandLineRunner.run(
            ["predict", "cracks.onnx", "-", "--threads", "1", option, folder], in: scratch.url, input: names)
        #expect(piped.status == 1 && piped.output.split(separator: "\n").count == 2, "\(piped.errors)")
        #expect(piped.errors.contains("among the files to judge"), "\(piped.errors)")
        #expect(try files.map { try Data(contentsOf: URL(filePath: scratch.path($0))) } == before)
    }

    @Test func manyRegionsAreSaidToBeMore() throws {
        let scratch = try Scratch()
        try BrightnessModel.writeSegmenter(scratch, area: 1)
        let specks = (0..<40).flatMap { y in (0..<40).map { x in (3 * x, 3 * y, 1, 1) } }
        try BrightnessModel.writeBars(specks, 120, 120, to: scratch.path("specks.png"))
        let outcome = try CommandLineRunner.run(["predict", "cracks.onnx", "specks.png"], in: scratch.url)
        #expect(outcome.status == 0 && outcome.output.contains("1000 cracks"), "\(outcome.output)")
        #expect(
            outcome.errors.contains("specks.png: only the 1000 largest of 1600 regions are listed"),
            "\(outcome.errors)")
    }

    @Test func aClassifierShowsWhereItLooked() throws {
        let scratch = try Scratch()
        try BrightnessModel.writeClassifier(scratch)
        try BrightnessModel.writeBars([(0, 0, 120, 70)], to: scratch.path("part.png"))
        let outcome = try CommandLineRunner.run(
            ["predict", "brightness.onnx", "part.png", "--overlay", "drawn"], in: scratch.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.hasPrefix("bright "), "\(outcome.output)")
        let drawn = try PictureFile.read(scratch.path("drawn/part.overlay.png"))
        func colourfulness(_ row: Int) -> Int {
            let place = (row * drawn.width + 60) * 3
            return Int(drawn.pixels[place..<place + 3].max() ?? 0) - Int(drawn.pixels[place..<place + 3].min() ?? 0)
        }
        #expect(colourfulness(30) > 10, "what spoke for the class is coloured")
        #expect(colourfulness(88) == 0, "what did not stays as it is")
    }

    @Test func soundsAmongPicturesAreErrorsOfTheirOwn() throws {
        let scratch = try Scratch()
        try BrightnessModel.writeClassifier(scratch)
        try BrightnessModel.writeBars([], to: scratch.path("part.png"))
        try Tone.write(to: scratch.path("tone.wav"), seconds: 0.1)
        let outcome = try CommandLineRunner.run(
            ["predict", "brightness.onnx", "tone.wav", "part.png", "missing.png"], in: scratch.url)
        #expect(outcome.status == 1)
        #expect(outcome.output.split(separator: "\n").count == 1 && outcome.output.hasPrefix("dark "))
        #expect(outcome.errors.contains("tone.wav is a sound, and this model looks at pictures"), "\(outcome.errors)")
        #expect(outcome.errors.contains("missing.png") && outcome.errors.contains("2 files could not be judged"))
    }

    struct Misuse: Sendable, CustomTestStringConvertible {
        var arguments: [String]
        var message: String
        var testDescription: String { arguments.joined(separator: " ") }
    }

    @Test(arguments: [
        Misuse(arguments: ["brightness.onnx", "--masks", "m"], message: "--masks is for segmenters"),
        Misuse(arguments: ["brightness.onnx", "--coco", "m"], message: "--coco is for segmenters"),
        Misuse(arguments: ["brightness.onnx", "--mm-per-pixel", "1"], message: "--mm-per-pixel is for segmenters"),
        Misuse(arguments: ["brightness.onnx", "--flips"], message: "--flips is for segmenters"),
        Misuse(arguments: ["brightness.onnx", "--channels", "0"], message: "--channels is for sounds"),
        Misuse(arguments: ["cracks.onnx", "--mm-per-pixel", "0"], message: "a number above 0"),
        Misuse(arguments: ["cracks.onnx", "--mm-per-pixel", "nan"], message: "a number above 0"),
        Misuse(arguments: ["cracks.onnx", "--coco", "."], message: "--coco: . is a folder: name a file"),
        Misuse(
            arguments: ["cracks.onnx", "--coco", "./a.png"],
            message: "--coco: ./a.png would be written over a.png, which is among the files to judge"),
    ])
    func optionsThatSayNothingToAModelAreWrongUsage(_ misuse: Misuse) throws {
        let scratch = try Scratch()
        try BrightnessModel.writeClassifier(scratch)
        try BrightnessModel.writeSegmenter(scratch)
        try BrightnessModel.writeBars([], to: scratch.path("a.png"))
        let outcome = try CommandLineRunner.run(["predict"] + misuse.arguments + ["a.png"], in: scratch.url)
        #expect(outcome.status == 2, "\(outcome.errors)")
        #expect(outcome.errors.contains(misuse.message), "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
    }

    /// The command is right, the place is not: that is no wrong usage.
    @Test(arguments: [
        Misuse(arguments: ["cracks.onnx", "--overlay", "a.png"], message: "the folder a.png cannot be made"),
        Misuse(
            arguments: ["cracks.onnx", "--overlay", "/proc/drawn"], message: "the folder /proc/drawn cannot be made"),
        Misuse(
            arguments: ["cracks.onnx", "--coco", "nowhere/found.json"],
            message: "nowhere/found.json cannot be written: the folder nowhere: No such file or directory"),
        Misuse(arguments: ["cracks.onnx", "--coco", "a.png/found.json"], message: "the folder a.png: it is no folder"),
    ])
    func placesThatCannotBeWrittenToAreAFailure(_ misuse: Misuse) throws {
        let scratch = try Scratch()
        try BrightnessModel.writeSegmenter(scratch)
        try BrightnessModel.writeBars([], to: scratch.path("a.png"))
        let outcome = try CommandLineRunner.run(["predict"] + misuse.arguments + ["a.png"], in: scratch.url)
        #expect(outcome.status == 1, "\(outcome.errors)")
        #expect(outcome.errors.contains(misuse.message), "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
    }

    @Test func aModelWithoutACardNamesTheWayOut() throws {
        let scratch = try Scratch()
        try BrightnessModel.writeSegmenter(scratch)
        try FileManager.default.removeItem(atPath: scratch.path("cracks.json"))
        try BrightnessModel.writeBars([], to: scratch.path("a.png"))
        let outcome = try CommandLineRunner.run(["predict", "cracks.onnx", "a.png"], in: scratch.url)
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("cracks.json") && outcome.errors.contains("docs/any-model.md"))
    }

    @Test func masksJudgeASegmenter() throws {
        let scratch = try Scratch()
        try BrightnessModel.writeSegmenter(scratch)
        for (name, bars) in [("a", [(10, 10, 60, 4)]), ("b", [(5, 60, 90, 4)])] as [(String, [(Int, Int, Int, Int)])] {
            try BrightnessModel.writeBars(bars, to: scratch.path("walls/images/\(name).png"))
            try BrightnessModel.writeMask(bars, to: scratch.path("walls/masks/\(name).png"))
        }
        try BrightnessModel.writeBars([(60, 10, 20, 4)], to: scratch.path("walls/images/noncrack1.png"))
        let outcome = try CommandLineRunner.run(
            ["evaluate", "cracks.onnx", "walls", "--negatives", "noncrack*", "--format", "json", "--report", "page"],
            in: scratch.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let object = try Self.object(outcome.output)
        #expect(object["items"] as? Int == 3)
        let metrics = try #require(object["metrics"] as? [String: [String: Any]])
        // 600 pixels of crack found, 80 that are none.
        #expect(abs((metrics["precision"]?["value"] as? Double ?? 0) - 600.0 / 680) < 1e-9)
        #expect(metrics["recall"]?["value"] as? Double == 1)
        #expect(metrics["clean_negatives"]?["value"] as? Double == 0)
        #expect(Set(metrics.keys).isSuperset(of: ["f1", "iou", "mean_iou", "f1_2px"]))
        let page = try String(contentsOf: scratch.url.appending(path: "page/report.html"), encoding: .utf8)
        #expect(page.contains("noncrack1.png") && page.contains("data:image/jpeg"))
        let table = try CommandLineRunner.run(
            ["evaluate", "cracks.onnx", "walls", "--negatives", "noncrack*"], in: scratch.url)
        #expect(
            table.output.split(separator: "\n").first
                == "found cracks in 2 of 2 pictures that show them; 1 of 1 sound one was marked", "\(table.output)")
        #expect(table.output.contains("also in pieces too small to be reported"), "\(table.output)")
    }

    /// Four pixels are fewer than the card's area: they are no region and in no mask, but pixels they are.
    @Test func figuresCountPixelsThatAreTooFewToBeReported() throws {
        let scratch = try Scratch()
        try BrightnessModel.writeSegmenter(scratch)
        try BrightnessModel.writeBars([(10, 10, 60, 4), (90, 60, 2, 2)], to: scratch.path("walls/images/a.png"))
        try BrightnessModel.writeMask([(10, 10, 60, 4)], to: scratch.path("walls/masks/a.png"))
        let judged = try CommandLineRunner.run(
            ["evaluate", "cracks.onnx", "walls", "--format", "json"], in: scratch.url)
        let metrics = try #require(try Self.object(judged.output)["metrics"] as? [String: Any])
        let precision = try #require((metrics["precision"] as? [String: Any])?["value"] as? Double)
        #expect(abs(precision - 240.0 / 244) < 1e-9)
        let drawn = try CommandLineRunner.run(
            ["predict", "cracks.onnx", "walls/images/a.png", "--masks", "m", "--format", "json"], in: scratch.url)
        let regions = try #require(try Self.object(drawn.output)["regions"] as? [[String: Any]])
        #expect(regions.compactMap { $0["area"] as? Int } == [240])
        #expect(try PictureFile.readMask(scratch.path("m/a.mask.png")).area == 240)
    }

    /// Pictures of the training part are not even opened.
    @Test func onlyTheTestPartIsRead() throws {
        let scratch = try Scratch()
        try BrightnessModel.writeSegmenter(scratch)
        for part in ["train", "test"] {
            try BrightnessModel.writeBars([(10, 10, 60, 4)], to: scratch.path("walls/\(part)/images/\(part).png"))
            try BrightnessModel.writeMask([(10, 10, 60, 4)], to: scratch.path("walls/\(part)/masks/\(part).png"))
        }
        let whole = URL(filePath: scratch.path("walls/train/images/train.png"))
        try Data(contentsOf: whole).prefix(60).write(to: whole)
        let outcome = try CommandLineRunner.run(
            ["evaluate", "cracks.onnx", "walls", "--format", "json"], in: scratch.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(!outcome.errors.contains("train.png"), "\(outcome.errors)")
        #expect(try Self.object(outcome.output)["items"] as? Int == 1)
    }

    @Test func labelsJudgeAClassifierOfPictures() throws {
        let scratch = try Scratch()
        try BrightnessModel.writeClassifier(scratch)
        for number in 0..<3 {
            try BrightnessModel.writeBars([(0, 0, 120, 80 - number)], to: scratch.path("parts/bright/\(number).png"))
            try BrightnessModel.writeBars([(number, 3, 9, 9)], to: scratch.path("parts/dark/\(number).png"))
        }
        // One that lies in the wrong folder.
        try BrightnessModel.writeBars([(0, 0, 100, 90)], to: scratch.path("parts/dark/wrong.png"))
        let outcome = try CommandLineRunner.run(
            ["evaluate", "brightness.onnx", "parts", "--format", "json", "--report", "page"], in: scratch.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let metrics = try #require(try Self.object(outcome.output)["metrics"] as? [String: Any])
        let accuracy = try #require((metrics["accuracy"] as? [String: Any])?["value"] as? Double)
        #expect(abs(accuracy - 6.0 / 7) < 1e-9)
        let page = try String(contentsOf: scratch.url.appending(path: "page/report.html"), encoding: .utf8)
        #expect(page.contains("wrong.png") && page.contains("where it saw bright"))
    }

    struct WrongCard: Sendable, CustomTestStringConvertible {
        var from: String
        var to: String
        var message: String
        var testDescription: String { to }
    }

    /// The model is not at fault where its card is.
    @Test(arguments: [
        WrongCard(from: "\"pixel\": 0.5", to: "\"pixel\": 1.5", message: "threshold 'pixel' of 1.5"),
        WrongCard(from: "\"area\": 10", to: "\"area\": -3", message: "threshold 'area' of -3.0"),
        WrongCard(from: "[\"crack\"]", to: "[\"crack\", \"crack\"]", message: "one of them twice"),
        WrongCard(from: "[\"crack\"]", to: "[]", message: "'classes'"),
    ])
    func aWrongCardIsNamedAndNotItsModel(_ wrong: WrongCard) throws {
        let scratch = try Scratch()
        try BrightnessModel.writeSegmenter(scratch)
        try BrightnessModel.writeBars([], to: scratch.path("a.png"))
        let card = URL(filePath: scratch.path("cracks.json"))
        let text = try String(contentsOf: card, encoding: .utf8).replacing(wrong.from, with: wrong.to)
        try Data(text.utf8).write(to: card)
        let outcome = try CommandLineRunner.run(["predict", "cracks.onnx", "a.png"], in: scratch.url)
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("cracks.json: ") && outcome.errors.contains(wrong.message), "\(outcome.errors)")
        #expect(!outcome.errors.contains("cracks.onnx"), "\(outcome.errors)")
    }

    @Test func aModelIsShownWithTheCardBesideItOrTheOneNamed() throws {
        let scratch = try Scratch()
        try BrightnessModel.writeSegmenter(scratch)
        let beside = try CommandLineRunner.run(["model", "cracks.onnx"], in: scratch.url)
        #expect(beside.output.contains("a segmenter of pictures"), "\(beside.output) \(beside.errors)")
        #expect(beside.output.contains("32 × 32 pixels, grey; pictures are cut into tiles"), "\(beside.output)")
        try FileManager.default.moveItem(atPath: scratch.path("cracks.json"), toPath: scratch.path("card.json"))
        let bare = try CommandLineRunner.run(["model", "cracks.onnx"], in: scratch.url)
        #expect(bare.status == 0 && bare.output.contains("carries no card"), "\(bare.output)")
        let named = try CommandLineRunner.run(["model", "cracks.onnx", "--card", "card.json"], in: scratch.url)
        #expect(
            named.output
                == beside.output.replacing("cracks 1, a", with: "card 1, a")
                .replacing("from cracks.json", with: "from card.json"), "\(named.output)")
        // Some other JSON of that name is no reason to show nothing.
        try Data("[]".utf8).write(to: URL(filePath: scratch.path("cracks.json")))
        let other = try CommandLineRunner.run(["model", "cracks.onnx"], in: scratch.url)
        #expect(other.status == 0 && other.output.contains("carries no card"), "\(other.output)")
        #expect(other.errors.contains("cracks.json must hold an object"), "\(other.errors)")
    }

    /// A list of what the model learnt from that cannot be read says whose it is, and how to go on.
    @Test(arguments: [("{}", "is damaged"), (#"{"version": 99}"#, "has format 99"), ("none", "is damaged")])
    func aDamagedListOfWhatWasLearntNamesItsModel(list: String, reason: String) throws {
        let scratch = try Scratch()
        try BrightnessModel.writeClassifier(scratch)
        var file = try ModelFile(contentsOf: scratch.path("brightness.onnx"))
        file.metadata["wheeltapper.training"] = list
        try file.write(to: scratch.path("brightness.onnx"))
        try BrightnessModel.writeBars([(0, 0, 120, 80)], to: scratch.path("parts/bright/1.png"))
        try BrightnessModel.writeBars([(9, 9, 9, 9)], to: scratch.path("parts/dark/1.png"))
        let outcome = try CommandLineRunner.run(["evaluate", "brightness.onnx", "parts"], in: scratch.url)
        #expect(outcome.status == 1)
        #expect(
            outcome.errors.contains("brightness.onnx: the list of what the model learnt from \(reason)"),
            "\(outcome.errors)")
        #expect(!outcome.errors.contains("DecodingError") && !outcome.errors.contains("codingPath"))
    }

    @Test func theCardTellsAPicturesWay() throws {
        let scratch = try Scratch()
        try BrightnessModel.writeClassifier(scratch)
        let outcome = try CommandLineRunner.run(["model", "brightness.onnx"], in: scratch.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("a classifier of pictures"))
        #expect(outcome.output.contains("16 × 16 pixels, grey; pictures are resized to it"))
    }
}
