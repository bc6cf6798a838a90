import Evaluation
@testable import Exploration
import Foundation
import InspectionTypes
import Plotting
@testable import Reports
import Testing

@Suite("The page that looks at a data set")
struct ExplorationPageTests {
    /// Two classes of eight, one label wrong, one pair of copies.
    private func report(named name: String = "dog", medium: ModelCard.Medium = .sound) throws -> ExplorationReport {
        var generator = SeededGenerator(seed: 2)
        var (items, rows) = ([ExploredItem](), [[Float]]())
        for index in 0..<16 {
            let label = index < 8 ? name : "rain"
            items.append(
                ExploredItem(
                    path: "\(label)/\(index).wav", label: index == 2 ? "rain" : label, group: "\(label) \(index / 2)",
                    machine: "machine \(index % 2)", part: index % 3 == 0 ? "test" : "train"))
            rows.append((0..<6).map { Float(generator.nextNormal()) * 0.3 + (index < 8 ? Float($0) : Float(6 - $0)) })
        }
        items.append(ExploredItem(path: "\(name)/copy.wav", label: name, group: "copy", part: "test"))
        rows.append(rows[4].map { $0 * 2 })
        let exploration = try DataExploration(
            items, try EmbeddingTable(rows), options: .init(map: .init(iterations: 20), noun: "recording"))
        var report = ExplorationReport(
            exploration, model: name, data: name, medium: medium, created: Date(timeIntervalSince1970: 1_763_722_623))
        report.previews = items.map { item in
            .init(picture: [0xFF, 0xD8, 1], sound: [1, 2, 3], link: "../\(item.path)")
        }
        report.embeddings = rows
        report.commands = ["explore \(name)"]
        report.caveats = [name]
        return report
    }

    private func html(_ report: ExplorationReport) -> String {
        ExplorationPage(report: report, plots: report.plots).html
    }

    /// What a browser would hand to the script.
    private func json(_ page: String, _ id: String) throws -> Any {
        let match = try #require(
            page.firstMatch(of: try Regex("<script type=\"application/json\" id=\"\(id)\">([^<]*)</script>")))
        let text = try #require(match.output[1].substring)
        return try JSONSerialization.jsonObject(with: Data(text.utf8))
    }

    @Test("opens with the sentence and shows what was found, in order")
    func sections() throws {
        let page = html(try report())
        #expect(
            Markup.sections(page) == [
                "The map", "Likely label errors", "Copies", "Worst silhouettes", "Class by class",
                "Neighbours across classes", "Where this comes from",
            ])
        #expect(page.contains("1 recording looks mislabelled, 1 pair is copies.</h1>"))
        #expect(page.contains("<span class=\"chip\"><bdi>rain</bdi></span>") && page.contains("<bdi>dog</bdi>?</span>"))
        // Item 4 stands in train, its copy in test.
        #expect(page.contains("One group of copies stands on both sides of the split"))
    }

    @Test(
        "escapes every name, and nothing but its own script can run",
        arguments: [Samples.nasty, "</script><img src=x onerror=alert(1)>", "حفرة", "a\u{0}\u{2028}b", ""])
    func names(name: String) throws {
        let page = html(try report(named: name))
        #expect(page.matches(of: /<script/).count == 3 && page.matches(of: /<\/script>/).count == 3)
        #expect(!page.contains("<img src=x"))
        let data = try #require(try json(page, "data") as? [String: Any])
        let items = try #require(data["items"] as? [[String: Any]])
        #expect(items[0]["label"] as? String == name && items[0]["name"] as? String == "\(name)/0.wav")
        let body = page.replacing(/<script>[\s\S]*?<\/script>/, with: "")
        #expect(Markup.unpaired(body.replacing("<hr>", with: "")) == [])
        let ids = page.matches(of: /\sid="([^"]*)"/).map { String($0.output.1) }
        #expect(Set(ids).count == ids.count, "an id stands twice")
    }

    @Test("names its script by its digest in the policy")
    func policy() throws {
        let page = html(try report())
        let script = try #require(page.firstMatch(of: /<script>([\s\S]*?)<\/script>/)).output.1
        let digits = Array(ContentHash.hexadecimal(of: String(script)))
        let bytes = stride(from: 0, to: 64, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
        #expect(page.contains("script-src &#39;sha256-\(Data(bytes).base64EncodedString())&#39;"))
        #expect(page.contains("default-src &#39;none&#39;") && !page.contains("unsafe-eval"))
        // The script reaches for no other than what the page has.
        for match in script.matches(of: /\$\("([a-z]+)"\)/) {
            let id = String(match.output.1)
            #expect(page.contains("id=\"\(id)\"") || ["plays"].contains(id), "\(id)")
        }
        #expect(!script.contains("innerHTML") && !script.contains("eval("))
    }

    @Test("hands the script places, classes and neighbours")
    func data() throws {
        let page = html(try report())
        let data = try #require(try json(page, "data") as? [String: Any])
        let maps = try #require(data["maps"] as? [[String: Any]])
        #expect(maps.count == 2 && maps.allSatisfy { ($0["points"] as? [[Double]])?.count == 17 })
        let fields = try #require(data["fields"] as? [[String: Any]])
        #expect(
            fields.map { ($0["names"] as? [String])?.first } == ["dog", "machine 0", "test", "copy", "below −0.25"])
        #expect((fields[0]["of"] as? [Int])?.prefix(4) == [0, 0, 1, 0])
        #expect((fields[1]["of"] as? [Int])?.last == -1)
        let items = try #require(data["items"] as? [[String: Any]])
        let near = try #require(items[4]["near"] as? [[Double]])
        #expect(near.count == 5 && near[0] == [16, 0])
        #expect((items[2]["remarks"] as? [String])?.first?.hasPrefix("Likely dog: ") == true)
        #expect((items[16]["remarks"] as? [String]) == ["Copy of dog/4.wav."])
        #expect(data["suspects"] as? [Int] == [2])
        let media = try #require(try json(page, "media") as? [[String: String]])
        #expect(
            media[0]["sound"] == "data:audio/ogg;base64,AQID" && media[0]["picture"] == "data:image/jpeg;base64,/9gB")
        #expect(media[3]["file"] == "../dog/3.wav")
    }

    @Test("does without what is not there: labels, a map, previews")
    func bare() throws {
        let items = (0..<3).map { ExploredItem(path: "\($0).png", label: nil, group: "\($0)") }
        let exploration = try DataExploration(
            items, try EmbeddingTable([[0, 1], [1, 0], [1, 1]]), options: .init(noun: "picture"))
        let page = html(ExplorationReport(exploration, model: "m", data: "d", medium: .picture))
        #expect(Markup.sections(page) == ["The map", "Copies", "Where this comes from"])
        #expect(!page.contains(">t-SNE</button>") && page.contains(">PCA</button>"))
    }

    @Test("writes tables, figures and plots beside it")
    func writing() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "explore-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let written = try report().write(to: folder)
        let names = Set(written.files.map { String($0.dropFirst(folder.count + 1)) })
        #expect(
            names.isSuperset(of: [
                "explore.html", "metrics.json", "embeddings.csv", "neighbours.csv", "plots/tsne.svg", "plots/pca.svg",
            ]))
        func lines(_ name: String) throws -> [String] {
            try String(contentsOfFile: folder + "/" + name, encoding: .utf8).split(separator: "\n").map(String.init)
        }
        let table = try lines("embeddings.csv")
        #expect(
            table.count == 18 && table[0].hasPrefix("item,start,label,group,silhouette,tsne_x")
                && table[0].hasSuffix("e4,e5"))
        #expect(
            table[1].hasPrefix("dog/0.wav,,dog,dog 0,")
                && table[1].split(separator: ",", omittingEmptySubsequences: false).count == 15)
        let neighbours = try lines("neighbours.csv")
        #expect(neighbours.count == 1 + 17 * 6 && neighbours[5 + 1].contains(",other class,"))
        let document = try JSONDecoder.snake.decode(
            ExplorationDocument.self, from: Data(contentsOf: URL(filePath: folder + "/metrics.json")))
        #expect(
            document.labelErrors.map(\.item) == ["dog/2.wav"]
                && document.copies[0].items == ["dog/4.wav", "dog/copy.wav"])
        #expect(document.classes["rain"]?.likelyErrors == 1 && document.items == 17)
    }
}

extension JSONDecoder {
    fileprivate static var snake: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }
}
