import InspectionTypes
import Testing

@testable import Datasets

@Suite struct PictureLayoutTests {
    static func error(_ body: () throws -> Dataset) -> DatasetError? {
        do {
            _ = try body()
            return nil
        } catch {
            return error as? DatasetError
        }
    }

    @Test func readsClassFoldersOfPictures() throws {
        let folder = try TemporaryFolder()
        try folder.files("ok/1.jpg", "ok/day 2/2.PNG", "crack/3.jpeg", "crack/notes.txt")
        let dataset = try DatasetScanner.scan(folder.path)
        #expect(dataset.medium == .picture)
        #expect(dataset.layout == .classFolders)
        #expect(dataset.itemsPerClass == ["ok": 2, "crack": 1])
        #expect(dataset.items.allSatisfy { $0.mask == nil && !$0.isNegative })
        #expect(dataset.notes.contains { $0.contains("1 files that are no pictures") })
    }

    @Test func soundsStaySounds() throws {
        let folder = try TemporaryFolder()
        try folder.files("ok/day 1/1.wav", "ok/day 2/2.wav", "crack/day 1/3.wav")
        let dataset = try DatasetScanner.scan(folder.path)
        #expect(dataset.medium == .sound)
        #expect(dataset.itemsPerClass == ["ok": 2, "crack": 1], "folders below a class are no conditions of sounds")
    }

    /// The official casting set: `casting_data/train/def_front`.
    @Test(arguments: ["", "casting_data/"])
    func partsTakePrecedence(prefix: String) throws {
        let folder = try TemporaryFolder()
        try folder.files(
            prefix + "train/def_front/1.jpeg", prefix + "train/ok_front/2.jpeg", prefix + "test/def_front/3.jpeg",
            prefix + "test/ok_front/4.jpeg")
        let dataset = try DatasetScanner.scan(folder.path)
        #expect(dataset.layout == .partFolders)
        #expect(dataset.classes == ["def_front", "ok_front"])
        #expect(dataset.items.map(\.part) == [.test, .test, .train, .train])
        #expect(dataset.items[0].path == "test/def_front/3.jpeg")
    }

    static func tree() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.files(
            "crossties/damaged/1.jpg", "crossties/normal/2.jpg", "fasteners/damaged/3.jpg", "fasteners/normal/4.jpg",
            "tracks/normal/5.jpg")
        return folder
    }

    @Test func theLabelOfATreeMustBeAskedFor() throws {
        let folder = try Self.tree()
        let error = Self.error { try DatasetScanner.scan(folder.path) }
        #expect(error?.code == .labelUnspecified)
        let message = error?.message ?? ""
        #expect(message.contains("--label part|condition|both"))
        #expect(message.contains("--label part      3 classes: crossties, fasteners, tracks"))
        #expect(message.contains("--label condition 2 classes: damaged, normal"))
        #expect(message.contains("--label both      5 classes: crossties/damaged, crossties/normal"))
    }

    struct Choice: Sendable, CustomTestStringConvertible {
        var labelBy: LabelBy
        var classes: [String]
        var testDescription: String { labelBy.rawValue }
    }

    @Test(arguments: [
        Choice(labelBy: .part, classes: ["crossties", "fasteners", "tracks"]),
        Choice(labelBy: .condition, classes: ["damaged", "normal"]),
        Choice(
            labelBy: .both,
            classes: [
                "crossties/damaged", "crossties/normal", "fasteners/damaged", "fasteners/normal", "tracks/normal",
            ]),
    ])
    func theLabelIsWhatWasAskedFor(choice: Choice) throws {
        let folder = try Self.tree()
        let dataset = try DatasetScanner.scan(folder.path, options: .init(labelBy: choice.labelBy))
        #expect(dataset.layout == .partCondition)
        #expect(dataset.classes == choice.classes)
        #expect(dataset.items.count == 5)
    }

    @Test func conditionsMayStandOnTop() throws {
        let folder = try TemporaryFolder()
        try folder.files("good/ties/1.png", "good/rails/2.png", "defective/ties/3.png", "defective/rails/4.png")
        let dataset = try DatasetScanner.scan(folder.path, options: .init(labelBy: .both))
        #expect(dataset.classes == ["rails/defective", "rails/good", "ties/defective", "ties/good"])
    }

    @Test func partFoldersMayStandAboveATree() throws {
        let folder = try TemporaryFolder()
        try folder.files("train/a/ok/1.png", "train/a/bad/2.png", "test/a/ok/3.png", "test/a/bad/4.png")
        let dataset = try DatasetScanner.scan(folder.path, options: .init(labelBy: .condition))
        #expect(dataset.classes == ["bad", "ok"])
        #expect(dataset.items.map(\.part) == [.test, .test, .train, .train])
    }

    @Test func foldersBelowClassesThatDoNotRecurAreNoConditions() throws {
        let folder = try TemporaryFolder()
        try folder.files("ok/monday/1.png", "crack/tuesday/2.png")
        #expect(try DatasetScanner.scan(folder.path).classes == ["crack", "ok"])
    }

    @Test func aChoiceWithNothingToChooseIsRefused() throws {
        let folder = try TemporaryFolder()
        try folder.files("ok/1.png", "crack/2.png")
        let error = Self.error { try DatasetScanner.scan(folder.path, options: .init(labelBy: .part)) }
        #expect(error?.code == .layout)
        #expect(error?.message.contains("leave --label out") == true)
    }

    @Test func theMediumIsWhatMostFilesAre() throws {
        let folder = try TemporaryFolder()
        try folder.files("ok/1.png", "ok/2.png", "ok/1.wav", "crack/3.png")
        let pictures = try DatasetScanner.scan(folder.path)
        #expect(pictures.medium == .picture)
        #expect(pictures.items.count == 3)
        #expect(
            pictures.warnings == [
                "the data holds 3 pictures and 1 sounds: it is taken for pictures, the sounds are not used"
            ])
        try folder.files("crack/4.wav", "crack/5.wav")
        #expect(try DatasetScanner.scan(folder.path).medium == .sound, "as many pictures as sounds go with the sounds")
        let asked = try DatasetScanner.scan(folder.path, options: .init(medium: .picture))
        #expect(asked.medium == .picture)
        #expect(asked.warnings == [])
    }

    @Test func aTableMayNamePictures() throws {
        let folder = try TemporaryFolder()
        try folder.files("1.png", "2.jpg")
        try folder.text("list.csv", "image,label\n1.png,ok\n2.jpg,crack\n")
        let dataset = try DatasetScanner.scan(folder.path + "/list.csv")
        #expect(dataset.medium == .picture)
        try folder.text("cut.csv", "image,label,start\n1.png,ok,1\n2.jpg,crack,\n")
        let error = Self.error { try DatasetScanner.scan(folder.path + "/cut.csv") }
        #expect(error?.message.contains("1.png is a picture, and pictures have no start and end") == true)
    }

    @Test func photosOfOneMinuteAreOneGroup() throws {
        let folder = try TemporaryFolder()
        try folder.files("ok/IMG_20230318_160543.jpg", "ok/IMG_20230318_160558.jpg", "bad/IMG_20230318_160601.jpg")
        let dataset = try DatasetScanner.scan(folder.path, options: .init(groupBy: "_(\\d{8}_\\d{4})"))
        #expect(dataset.groups == ["20230318_1605", "20230318_1606"])
    }

    @Test func masksAreForASegmenter() throws {
        let folder = try TemporaryFolder()
        try folder.files("images/1.png", "masks/1.png")
        let error = Self.error { try DatasetScanner.scan(folder.path) }
        #expect(error?.code == .layout)
        #expect(error?.message.contains("wheeltapper train segmenter") == true)
    }
}
