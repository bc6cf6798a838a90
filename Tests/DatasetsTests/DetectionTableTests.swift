import InspectionTypes
import Testing

@testable import Datasets

@Suite struct DetectionTableTests {
    static func scan(_ table: String, normal: Set<String> = []) throws -> Dataset {
        let folder = try TemporaryFolder()
        try folder.files("a.wav", "b.wav", "c.wav")
        try folder.text("press/list.csv", table)
        try folder.files("press/a.wav", "press/b.wav", "press/c.wav")
        return try DatasetScanner.scan(
            folder.path + "/press/list.csv", options: .init(purpose: .detection, normalNames: normal))
    }

    @Test func readsMachinesAndDomains() throws {
        let dataset = try Self.scan(
            "path,label,Machine,domain,split\na.wav,good,press 1,source,train\nb.wav,leak;rattle,press 2,target,test\nc.wav,,press 1,,\n"
        )
        #expect(
            dataset.items.map(DetectionLayoutTests.line) == [
                "press 1 train normal source +", "press 2 test leak;rattle target",
            ])
        #expect(dataset.unlabelled.map(DetectionLayoutTests.line) == ["press 1 - "])
        #expect(dataset.layout == .table && dataset.purpose == .detection)
        #expect(dataset.warnings.contains { $0.contains("press 2") && $0.contains("will not know") })
    }

    @Test func withoutLabelsAllIsNormal() throws {
        let dataset = try Self.scan("file\na.wav\nb.wav\n")
        #expect(dataset.items.map(DetectionLayoutTests.line) == ["press - normal +", "press - normal +"])
        #expect(dataset.notes.contains { $0.contains("no labels") })
    }

    @Test func aUserSaysWhichLabelIsNormal() throws {
        let table = "path,label\na.wav,run\nb.wav,stop\n"
        #expect {
            try Self.scan(table)
        } throws: {
            ($0 as? DatasetError)?.message.contains("--normal run") ?? false
        }
        #expect(try Self.scan(table, normal: ["run"]).items.map(\.isNegative) == [true, false])
    }

    @Test func aClassifiersTableStillNeedsLabels() throws {
        let folder = try TemporaryFolder()
        try folder.files("a.wav")
        try folder.text("list.csv", "path\na.wav\n")
        #expect {
            try DatasetScanner.scan(folder.path + "/list.csv")
        } throws: {
            ($0 as? DatasetError)?.message.contains("no column 'label'") ?? false
        }
    }
}
