import InspectionTypes
import Media
import Testing

@testable import Datasets

@Suite struct DatasetScannerTests {
    @Test func readsClassFolders() throws {
        let folder = try TemporaryFolder()
        try folder.files(
            "normal/b.wav", "normal/a.FLAC", "crack/day 1/c.ogg", "crack/day 1/deep/d.mp3", "normal/notes.txt",
            "crack/.hidden.wav",
            ".git/x.wav", "readme.md"
        )
        let dataset = try DatasetScanner.scan(folder.path + "/")
        #expect(dataset.layout == .classFolders)
        #expect(dataset.classes == ["crack", "normal"])
        #expect(
            dataset.items.map(\.path) == [
                "crack/day 1/c.ogg", "crack/day 1/deep/d.mp3", "normal/a.FLAC", "normal/b.wav",
            ])
        #expect(dataset.items.map { $0.label.single } == ["crack", "crack", "normal", "normal"])
        #expect(Set(dataset.items.map(\.group)).count == 4, "a recording is a group of its own")
        #expect(dataset.items.allSatisfy { $0.part == nil })
        #expect(dataset.notes.contains { $0.contains("1 files that are no sounds") })
    }

    /// Where a name tells, the first bytes are not asked: here they would say the opposite.
    @Test func filesWithATellingNameAreNotOpened() throws {
        let folder = try TemporaryFolder()
        let picture = try PictureEncoder.png(.scene(seed: 1))
        for name in ["a.wav", "b.jpg", "c"] { try folder.bytes(name, picture) }
        try folder.bytes("d.png", Array("RIFF1234WAVEfmt ".utf8))
        try folder.bytes("e", Array("RIFF1234WAVEfmt ".utf8))
        let listing = try FolderListing(of: folder.path)
        #expect(listing.sounds == ["a.wav", "e"])
        #expect(listing.pictures == ["b.jpg", "c", "d.png"])
    }

    @Test func readsTrainAndTestFolders() throws {
        let folder = try TemporaryFolder()
        try folder.files("train/ok/1.wav", "train/ng/2.wav", "test/ok/3.wav", "test/ng/4.wav", "valid/ok/5.wav")
        let dataset = try DatasetScanner.scan(folder.path)
        #expect(dataset.layout == .partFolders)
        #expect(dataset.classes == ["ng", "ok"])
        #expect(dataset.items.map(\.part) == [.test, .test, .train, .train, .validation])
    }

    @Test func aClassMayBeCalledTrain() throws {
        let folder = try TemporaryFolder()
        try folder.files("train/1.wav", "tram/2.wav")
        let dataset = try DatasetScanner.scan(folder.path)
        #expect(dataset.layout == .classFolders)
        #expect(dataset.classes == ["train", "tram"])
    }

    @Test(arguments: ["1e300,", ",1e10", "inf,", "0,nan"])
    func refusesTimesBeyondAnyRecording(times: String) throws {
        let folder = try TemporaryFolder()
        try folder.files("a.wav")
        try folder.text("list.csv", "path,label,start,end\na.wav,normal,\(times)\n")
        #expect { try DatasetScanner.scan(folder.path + "/list.csv") } throws: {
            let message = ($0 as? DatasetError)?.message ?? ""
            return message.contains("list.csv") && message.contains("line 2")
        }
    }

    @Test func warnsOfLooseSounds() throws {
        let folder = try TemporaryFolder()
        try folder.files("a/1.wav", "b/2.wav", "loose.wav")
        #expect(try DatasetScanner.scan(folder.path).warnings.contains { $0.contains("1 sounds lie") })
    }

    @Test func readsATable() throws {
        let folder = try TemporaryFolder()
        try folder.files("sounds/a.wav", "sounds/b.wav", "c.wav")
        try folder.text(
            "list.csv",
            "File_Name,Category,fold,split,start,end\nsounds/a.wav,crack; squat,1,train,0.5,2\nsounds/a.wav,normal,1,train,2,\n"
                + "sounds/b.wav,normal,,TEST,,\n./c.wav,normal,2,,,3.5\n"
        )
        let dataset = try DatasetScanner.scan(folder.path + "/list.csv")
        #expect(dataset.root == folder.path)
        #expect(dataset.classes == ["crack", "normal", "squat"])
        let a = dataset.items.filter { $0.path == "sounds/a.wav" }
        #expect(a.map(\.range) == [TimeRange(start: 0.5, end: 2), TimeRange(start: 2)])
        #expect(a[0].label == ["crack", "squat"])
        let b = try #require(dataset.items.first { $0.path == "sounds/b.wav" })
        #expect(b.group == "sounds/b.wav", "an empty cell means a group of its own")
        #expect(b.part == .test)
        let c = try #require(dataset.items.first { $0.path == "./c.wav" })
        #expect(c.range == TimeRange(start: 0, end: 3.5))
        #expect(dataset.target(of: ["squat", "crack"]) == [1, 0, 1])
    }

    struct Fault: CustomTestStringConvertible {
        var testDescription: String
        var files: [String] = []
        var table: String?
        var groupBy: String?
        var code: DatasetError.Code
        var says: [String]
    }

    static let faults = [
        Fault(testDescription: "empty folder", code: .layout, says: ["no sounds"]),
        Fault(testDescription: "only texts", files: ["a/x.txt"], code: .layout, says: ["no sounds"]),
        Fault(
            testDescription: "no class folders", files: ["a.wav", "b.wav"], code: .layout, says: ["no class folders"]),
        Fault(
            testDescription: "one class", files: ["ok/a.wav"], code: .classes,
            says: ["only the class 'ok'", "at least two", "of a defect"]),
        Fault(
            testDescription: "a class without sounds", files: ["a/1.wav", "b/2.wav", "c/x.txt"], code: .classes,
            says: ["/c holds no sounds"]),
        Fault(
            testDescription: "sounds right under train", files: ["train/1.wav", "test/2.wav"], code: .layout,
            says: ["outside of any class"]),
        Fault(
            testDescription: "no group fits", files: ["a/1.wav", "b/2.wav"], groupBy: "^x(\\d)", code: .pattern,
            says: ["fits none"]),
        Fault(
            testDescription: "no expression", files: ["a/1.wav", "b/2.wav"], groupBy: "(", code: .pattern,
            says: ["no regular expression"]),
        Fault(testDescription: "empty table", table: "", code: .table, says: ["is empty"]),
        Fault(testDescription: "header alone", table: "path,label\n", code: .table, says: ["no rows"]),
        Fault(
            testDescription: "no label column", table: "path,foo\na,b\n", code: .table,
            says: ["no column 'label'", "foo"]),
        Fault(
            testDescription: "missing files", files: ["a.wav"], table: "path,label\na.wav,x\nb.wav,y\nc.wav,y\n",
            code: .table,
            says: ["2 of its files", "line 3: b.wav", "line 4: c.wav"]
        ),
        Fault(
            testDescription: "no label", files: ["a.wav"], table: "path,label\na.wav, ; \n", code: .table,
            says: ["line 2", "no label"]),
        Fault(
            testDescription: "unknown split", files: ["a.wav"], table: "path,label,split\na.wav,x,both\n", code: .table,
            says: ["'both'"]),
        Fault(
            testDescription: "no number", files: ["a.wav"], table: "path,label,start\na.wav,x,\"1,5\"\n", code: .table,
            says: ["'1,5'"]),
        Fault(
            testDescription: "ends first", files: ["a.wav"], table: "path,label,start,end\na.wav,x,3,2\n", code: .table,
            says: ["before it starts"]),
        Fault(
            testDescription: "one class in a table", files: ["a.wav"], table: "path,label\na.wav,x\n", code: .classes,
            says: ["two classes"]),
    ]

    @Test(arguments: faults)
    func refusesAndSaysHowToMend(_ fault: Fault) throws {
        let folder = try TemporaryFolder()
        for file in fault.files { try folder.files(file) }
        if let table = fault.table { try folder.text("list.csv", table) }
        let path = fault.table == nil ? folder.path : folder.path + "/list.csv"
        #expect {
            try DatasetScanner.scan(path, options: .init(groupBy: fault.groupBy))
        } throws: { error in
            guard let error = error as? DatasetError else { return false }
            return error.code == fault.code && error.message.contains(folder.path) != (fault.code == .pattern)
                && fault.says.allSatisfy(error.message.contains)
        }
    }

    @Test func refusesWhatDoesNotExist() {
        #expect(throws: DatasetError.self) { try DatasetScanner.scan("/nowhere/at/all") }
    }

    @Test func evaluationTakesOneClass() throws {
        let folder = try TemporaryFolder()
        try folder.files("ok/a.wav")
        #expect(try DatasetScanner.scan(folder.path, options: .init(purpose: .evaluation)).classes == ["ok"])
    }

    struct Grouping {
        var pattern: String
        var groups: [String: String]
    }

    static let groupings = [
        Grouping(pattern: "^(\\d)-", groups: ["a/1-23-A.wav": "1", "a/2-7-B.wav": "2", "b/s3/1-9-A.wav": "1"]),
        Grouping(
            pattern: "^\\d-\\d+", groups: ["a/1-23-A.wav": "1-23", "a/2-7-B.wav": "2-7", "b/s3/1-9-A.wav": "1-9"]),
        Grouping(
            pattern: "/(s\\d)/",
            groups: ["a/1-23-A.wav": "a/1-23-A.wav", "a/2-7-B.wav": "a/2-7-B.wav", "b/s3/1-9-A.wav": "s3"]),
        Grouping(pattern: "x(\\d)|-([A-Z])", groups: ["a/1-23-A.wav": "A", "a/2-7-B.wav": "B", "b/s3/1-9-A.wav": "A"]),
    ]

    @Test(arguments: groupings)
    func groupsByThePatternsFirstCapture(_ grouping: Grouping) throws {
        let folder = try TemporaryFolder()
        for file in grouping.groups.keys { try folder.files(file) }
        let dataset = try DatasetScanner.scan(folder.path, options: .init(groupBy: grouping.pattern))
        #expect(Dictionary(uniqueKeysWithValues: dataset.items.map { ($0.path, $0.group) }) == grouping.groups)
    }
}
