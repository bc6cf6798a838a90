import InspectionTypes
import Testing

@testable import Datasets

@Suite struct DetectionLayoutTests {
    /// An item in a line: machine, part, label, and whether it is normal.
    static func line(_ item: DataItem) -> String {
        let domain = item.domain.map { " \($0)" } ?? ""
        return
            "\(item.machine ?? "?") \(item.part?.rawValue ?? "-") \(item.label)\(domain)\(item.isNegative ? " +" : "")"
    }

    static func scan(_ path: String, normal: Set<String> = [], purpose: DatasetScanner.Purpose = .detection) throws
        -> Dataset
    {
        try DatasetScanner.scan(path, options: .init(purpose: purpose, normalNames: normal))
    }

    struct Layout: CustomTestStringConvertible {
        var testDescription: String
        var files: [String]
        /// Below the temporary folder.
        var data = "fan"
        var layout: Dataset.Layout
        /// In order of the paths.
        var lines: [String]
        var unlabelled: [String] = []
    }

    static let layouts = [
        Layout(
            testDescription: "challenge of 2020, one machine's folder",
            files: [
                "fan/train/normal_id_00_00000000.wav", "fan/train/normal_id_02_00000000.wav",
                "fan/test/normal_id_00_00000000.wav", "fan/test/anomaly_id_02_00000001.wav",
            ],
            layout: .challengeNames,
            lines: [
                "fan id_02 test anomaly", "fan id_00 test normal +", "fan id_00 train normal +",
                "fan id_02 train normal +",
            ]),
        Layout(
            testDescription: "challenge of 2020, several machines",
            files: [
                "dev/fan/train/normal_id_00_00000000.wav", "dev/pump/train/normal_id_00_00000000.flac",
                "dev/pump/test/anomaly_id_00_00000000.flac", "dev/fan/test/id_01_00000007.wav",
            ], data: "dev", layout: .challengeNames,
            lines: ["fan id_00 train normal +", "pump id_00 test anomaly", "pump id_00 train normal +"],
            unlabelled: ["fan id_01 test "]),
        Layout(
            testDescription: "challenge of 2020, the training part alone",
            files: ["fan/train/normal_id_00_00000000.wav"],
            data: "fan/train", layout: .challengeNames, lines: ["fan id_00 - normal +"]),
        Layout(
            testDescription: "challenge of 2021",
            files: [
                "fan/train/section_00_source_train_normal_0000_strength_1_ambient.wav",
                "fan/train/section_00_target_train_normal_0001_normal_anomaly.wav",
                "fan/source_test/section_00_source_test_anomaly_0000.wav",
                "fan/target_test/section_01_target_test_0002.wav",
            ],
            layout: .challengeNames,
            lines: [
                "fan section_00 test anomaly source +".replacing(" +", with: ""),
                "fan section_00 train normal source +",
                "fan section_00 train normal target +",
            ], unlabelled: ["fan section_01 test  target"]),
        Layout(
            testDescription: "an evaluation set since 2022",
            files: [
                "bandsaw/train/section_00_source_train_normal_0000_vel_3.wav", "bandsaw/test/section_00_test_0000.wav",
                "bandsaw/supplemental/section_00_source_supplemental_normal_0000.wav",
            ], data: "bandsaw", layout: .challengeNames, lines: ["bandsaw section_00 train normal source +"],
            unlabelled: ["bandsaw section_00 test "]),
        Layout(
            testDescription: "MIMII",
            files: [
                "6_dB_fan/fan/id_00/normal/00000000.wav", "6_dB_fan/fan/id_02/abnormal/00000000.wav",
                "0_dB_fan/fan/id_00/normal/00000000.wav",
            ],
            data: ".", layout: .machineFolders,
            lines: ["fan id_00 - normal +", "fan id_00 - normal +", "fan id_02 - abnormal"]),
        Layout(
            testDescription: "MIMII, a type's folder", files: ["fan/id_00/normal/1.wav", "fan/id_00/abnormal/1.wav"],
            layout: .machineFolders, lines: ["fan id_00 - abnormal", "fan id_00 - normal +"]),
        Layout(
            testDescription: "MIMII, a machine's folder",
            files: ["fan/id_00/normal/1.wav", "fan/id_00/abnormal/1.wav"],
            data: "fan/id_00", layout: .classFolders, lines: ["fan id_00 - abnormal", "fan id_00 - normal +"]),
        Layout(
            testDescription: "normal_dir and abnormal_dir", files: ["fan/normal_dir/1.wav", "fan/abnormal_dir/2.wav"],
            layout: .classFolders, lines: ["fan - abnormal_dir", "fan - normal +"]),
        Layout(
            testDescription: "class folders",
            files: ["fan/normal/day 1/1.wav", "fan/broken_1/2.wav", "fan/rattling/3.wav"],
            layout: .classFolders, lines: ["fan - broken_1", "fan - normal +", "fan - rattling"]),
        Layout(
            testDescription: "class folders in parts",
            files: ["fan/train/ok_front/1.jpg", "fan/test/ok_front/2.jpg", "fan/test/def_front/3.jpg"],
            layout: .partFolders, lines: ["fan test def_front", "fan test normal +", "fan train normal +"]),
        Layout(
            testDescription: "one folder", files: ["fan/1.wav", "fan/2.wav"], layout: .normalFolder,
            lines: ["fan - normal +", "fan - normal +"]),
        Layout(
            testDescription: "parts without classes", files: ["fan/train/1.wav", "fan/test/2.wav"],
            layout: .partFolders,
            lines: ["fan train normal +"], unlabelled: ["fan test "]),
        Layout(
            testDescription: "normal ones alone", files: ["fan/normal/1.wav"], layout: .classFolders,
            lines: ["fan - normal +"]),
        Layout(
            testDescription: "machines with parts of their own",
            files: ["fan/a/train/good/1.wav", "fan/b/train/good/1.wav", "fan/b/test/leak/2.wav"],
            layout: .partFolders, lines: ["a train normal +", "b test leak", "b train normal +"]),
        Layout(
            testDescription: "machines called as parts are",
            files: ["test/normal/1.wav", "test/normal/2.wav", "press/normal/1.wav"], data: ".",
            layout: .machineFolders, lines: ["press - normal +", "test - normal +", "test - normal +"]),
    ]

    @Test(arguments: [
        ["fan/train/normal/1.wav", "fan/train/normal/2.wav", "fan/test/normal/3.wav", "fan/test/broken/4.wav"],
        ["fan/train/1.wav", "fan/train/2.wav", "fan/test/3.wav", "fan/test/4.wav"],
    ])
    func aFolderBesideThePartsIsNotUsed(_ files: [String]) throws {
        let folder = try TemporaryFolder()
        for file in files { try folder.files(file) }
        let plain = try Self.scan(folder.path + "/fan")
        try folder.files("fan/notes/talk.wav", "fan/archive/normal/old.wav")
        let dataset = try Self.scan(folder.path + "/fan")
        #expect(dataset.layout == .partFolders && dataset.machines == ["fan"])
        #expect(dataset.items == plain.items && dataset.unlabelled == plain.unlabelled)
        let warnings = dataset.warnings.filter { !plain.warnings.contains($0) }
        #expect(warnings.count == 1)
        #expect(warnings[0].contains("archive, notes") && warnings[0].contains("fan/notes/talk.wav".dropFirst(4)))
    }

    @Test(arguments: layouts)
    func reads(_ layout: Layout) throws {
        let folder = try TemporaryFolder()
        for file in layout.files { try folder.files(file) }
        let dataset = try Self.scan(folder.path + "/" + layout.data)
        #expect(dataset.layout == layout.layout)
        #expect(dataset.items.map(Self.line) == layout.lines)
        #expect(dataset.unlabelled.map(Self.line) == layout.unlabelled)
        #expect(dataset.purpose == .detection)
        #expect(dataset.notes.contains { $0.contains("do not say whether") } == !layout.unlabelled.isEmpty)
    }

    @Test func theSameSoundsUnderMoreNoiseAreOneGroup() throws {
        let folder = try TemporaryFolder()
        try folder.files(
            "6_dB_fan/fan/id_00/normal/1.wav", "0_dB_fan/fan/id_00/normal/1.wav", "0_dB_fan/fan/id_00/normal/2.wav")
        #expect(try Self.scan(folder.path).groups == ["fan/id_00/normal/1.wav", "fan/id_00/normal/2.wav"])
    }

    @Test func readsMVTecWithItsMasks() throws {
        let folder = try TemporaryFolder()
        try folder.files(
            "bottle/train/good/000.png", "bottle/test/good/000.png", "bottle/test/broken_large/000.png",
            "bottle/test/broken_large/001.png", "bottle/ground_truth/broken_large/000_mask.png", "bottle/readme.txt")
        for path in [folder.path, folder.path + "/bottle"] {
            let dataset = try Self.scan(path)
            #expect(
                dataset.items.map(Self.line) == [
                    "bottle test broken_large", "bottle test broken_large", "bottle test normal +",
                    "bottle train normal +",
                ])
            let prefix = path == folder.path ? "bottle/" : ""
            #expect(
                dataset.items.map(\.mask) == [
                    .file(prefix + "ground_truth/broken_large/000_mask.png"), nil, .negative, .negative,
                ])
            #expect(
                dataset.warnings.contains {
                    $0.contains("1 pictures of anomalies have no mask") && $0.contains("001.png")
                })
        }
    }

    @Test func aUserSaysWhatIsNormal() throws {
        let folder = try TemporaryFolder()
        try folder.files("running/1.wav", "rattling/2.wav")
        #expect(try Self.scan(folder.path, normal: ["running"]).items.map(\.isNegative) == [false, true])
    }

    @Test func namesThatContradictTheirFolderAreMentioned() throws {
        let folder = try TemporaryFolder()
        try folder.files("normal/1.wav", "normal/broken fan.wav")
        #expect(try Self.scan(folder.path).warnings.contains { $0.contains("normal/broken fan.wav") })
    }

    struct Fault: CustomTestStringConvertible {
        var testDescription: String
        var files: [String]
        var code: DatasetError.Code
        var says: [String]
    }

    static let faults = [
        Fault(
            testDescription: "nothing", files: ["a/readme.txt"], code: .layout,
            says: ["no sounds or pictures", "normal/"]),
        Fault(
            testDescription: "no normal ones", files: ["broken/1.wav"], code: .classes,
            says: ["no normal recordings", "only anomalies", "normal/"]),
        Fault(
            testDescription: "normal ones to test only", files: ["test/normal_id_00_00000000.wav"], code: .classes,
            says: ["outside of its test part"]),
        Fault(
            testDescription: "an anomaly to train on", files: ["train/normal/1.wav", "train/broken/2.wav"],
            code: .classes,
            says: ["train/broken/2.wav", "move them to test/"]),
        Fault(
            testDescription: "an anomaly to train on, by its name",
            files: ["train/normal_id_00_00000000.wav", "train/anomaly_id_00_00000000.wav"], code: .classes,
            says: ["train/anomaly_id_00_00000000.wav"]),
        Fault(
            testDescription: "an unclear folder to train on", files: ["train/normal/1.wav", "train/slow/2.wav"],
            code: .labelUnspecified, says: ["Is 'slow' normal?", "--normal slow"]),
        Fault(
            testDescription: "folders that say nothing", files: ["a/1.wav", "b/2.wav"], code: .labelUnspecified,
            says: ["Which of the folders", "a, b", "--normal a"]),
        Fault(
            testDescription: "anomalies below a normal folder", files: ["normal/1.wav", "normal/broken/2.wav"],
            code: .classes, says: ["normal/broken/2.wav"]),
        Fault(
            testDescription: "pictures of several things",
            files: ["bottle/train/good/1.png", "cable/train/good/1.png", "cable/test/bent/2.png"], code: .layout,
            says: ["2 things", "bottle, cable", "name its folder"]),
    ]

    @Test(arguments: faults)
    func refusesAndSaysHowToMend(_ fault: Fault) throws {
        let folder = try TemporaryFolder()
        for file in fault.files { try folder.files(file) }
        #expect {
            try Self.scan(folder.path)
        } throws: { error in
            guard let error = error as? DatasetError else { return false }
            return error.code == fault.code && error.message.contains(folder.path)
                && fault.says.allSatisfy(error.message.contains)
        }
    }

    @Test func anomaliesAloneCanBeJudged() throws {
        let folder = try TemporaryFolder()
        try folder.files("broken/1.wav")
        #expect(try Self.scan(folder.path, purpose: .detectionEvaluation).items.map(\.isNegative) == [false])
    }

    struct Name: CustomTestStringConvertible {
        var testDescription: String
        var isOne: Bool
    }

    @Test(arguments: [
        Name(testDescription: "normal_id_00_00000000.wav", isOne: true),
        Name(testDescription: "id_00_00000000.wav", isOne: true),
        Name(testDescription: "section_00_source_train_normal_0000.wav", isOne: true),
        Name(testDescription: "section_00_0000.wav", isOne: true),
        Name(testDescription: "normal_id_xx_00000000.wav", isOne: false),
        Name(testDescription: "normal_id_00.wav", isOne: false),
        Name(testDescription: "section_00.wav", isOne: false),
        Name(testDescription: "section_00_control_0001.wav", isOne: false),
        Name(testDescription: ".wav", isOne: false),
        Name(testDescription: "__.wav", isOne: false),
    ])
    func knowsTheChallengesNames(_ name: Name) {
        #expect((ChallengeName(fileName: name.testDescription) != nil) == name.isOne)
    }
}
