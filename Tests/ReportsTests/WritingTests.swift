import Evaluation
import Foundation
@testable import Reports
import Testing

@Suite("Writing a run")
struct WritingTests {
    @Test("puts the page, the figures, the tables and the plots into the folder")
    func files() throws {
        try Samples.withDirectory { folder in
            let report = try Samples.full("fan")
            let written = try report.write(to: folder)
            for name in [
                "report.html", "metrics.json", "predictions.csv", "epochs.csv", "plots/loss.svg",
                "plots/confusion-matrix.svg",
            ] {
                let size = try FileManager.default.attributesOfItem(atPath: folder + "/" + name)[.size] as? Int
                #expect(try #require(size) > 0, "\(name)")
                #expect(written.files.contains(folder + "/" + name))
            }
            let hasPNG = FileManager.default.fileExists(atPath: folder + "/plots/roc.png")
            #expect(hasPNG == written.notes.isEmpty, "either PNGs, or a note why not")
            let data = try Data(contentsOf: URL(filePath: folder + "/metrics.json"))
            #expect(try JSONDecoder().decode(EvaluationDocument.self, from: data) == report.document)
        }
    }

    @Test("encodes the agreed keys")
    func keys() throws {
        let document = EvaluationDocument(
            model: "m", data: "d", evaluation: try Samples.evaluation(), latency: .init(milliseconds: [1, 2, 3]),
            itemsPerSecond: 10
        )
        let object = try #require(
            try JSONSerialization.jsonObject(with: JSONEncoder().encode(document)) as? [String: Any])
        #expect(Set(object.keys) == ["model", "data", "items", "groups", "metrics", "latency_ms", "items_per_second"])
        #expect((object["latency_ms"] as? [String: Double])?["p50"] == 2)
        #expect(object["items"] as? Int == 40 && object["groups"] as? Int == 20)
    }

    @Test("says which file could not be written")
    func unwritable() throws {
        let report = Samples.report(try Samples.evaluation())
        do throws(ReportError) {
            _ = try report.write(to: "/dev/null/report")
            Issue.record("was written")
        } catch {
            #expect(error.code == .unwritable && error.message.contains("/dev/null/report"))
        }
    }

    @Test("gives each run a folder of its own and points latest to the one that was finished last")
    func runs() throws {
        try Samples.withDirectory { root in
            let time = Date(timeIntervalSince1970: 1_763_722_623)
            let first = try RunDirectory.create(
                root: root, data: "shared/data/propeller/", kind: "classifier", time: time)
            let second = try RunDirectory.create(root: root, data: "propeller", kind: "classifier", time: time)
            #expect(first.path == root + "/propeller/classifier/2025-11-21T10-57-03Z")
            #expect(second.path == first.path + "-2")
            try first.publishAsLatest()
            try second.publishAsLatest()
            let latest = root + "/propeller/classifier/latest"
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: latest) == "2025-11-21T10-57-03Z-2")
            let entries = try FileManager.default.contentsOfDirectory(atPath: root + "/propeller/classifier")
            #expect(entries.count == 3, "no half-made link is left: \(entries)")
        }
    }

    struct Name: Sendable {
        var data: String
        var folder: String
    }

    @Test(
        "makes a folder's name of what the data is called",
        arguments: [
            Name(data: "../data/esc10", folder: "esc10"), Name(data: "table.csv", folder: "table"),
            Name(data: ".", folder: "data"),
            Name(data: "a b:c", folder: "a-b-c"), Name(data: "", folder: "data"), Name(data: "..", folder: "data"),
            Name(data: "/x/.hidden", folder: "hidden"),
        ])
    func folderNames(name: Name) {
        #expect(RunDirectory.folderName(name.data) == name.folder)
    }

    @Test("quotes cells as RFC 4180 asks")
    func quoting() {
        var table = CSV(header: ["plain", "with,comma"])
        table.append(["say \"hi\"", "two\nlines"])
        #expect(table.text == "plain,\"with,comma\"\n\"say \"\"hi\"\"\",\"two\nlines\"\n")
    }

    @Test("writes predictions and epochs as tables")
    func tables() {
        let prediction = PredictionRecord(
            file: "a.wav", start: 0.5, group: "g", truth: nil, label: "x", score: 0.75, probabilities: [0.75, 0.25])
        #expect(
            PredictionRecord.csv([prediction], classes: ["x", "y"])
                == "file,start,group,truth,label,score,p(x),p(y)\na.wav,0.5,g,,x,0.75,0.75,0.25\n")
        let epoch = EpochRecord(
            epoch: 1, trainLoss: 0.5, learningRate: 0.001, seconds: 2, itemsPerSecond: 3, isBest: true)
        #expect(EpochRecord.csv([TrainingDiary(epochs: [epoch])]).hasSuffix("is_best\n1,0.5,,,,0.001,2.0,3.0,true\n"))
    }
}
