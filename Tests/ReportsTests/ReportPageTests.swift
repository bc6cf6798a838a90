import Evaluation
import Foundation
import Plotting
@testable import Reports
import Testing

@Suite("A report's page")
struct ReportPageTests {
    private func html(_ report: Report) -> String { ReportPage(report: report.withinLimits, plots: report.plots).html }

    @Test("opens with the sentence")
    func headline() throws {
        let page = html(Samples.report(try Samples.evaluation()))
        #expect(page.contains("<h1>Caught 9 of 10 defects; 1 false alarm in 10 normal recordings.</h1>"))
    }

    @Test("escapes every text that comes from outside")
    func escaping() throws {
        let page = html(try Samples.full(Samples.nasty))
        #expect(!page.contains("<script"))
        #expect(page.contains("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;more&#39;"))
    }

    @Test(
        "opens and closes its elements in pairs, whatever the names",
        arguments: [Samples.nasty, "محمل تالف", "", "a\u{0}b", String(repeating: "long ", count: 99)])
    func balanced(name: String) throws {
        let page = html(try Samples.full(name))
        #expect(Markup.unpaired(page) == [])
        #expect(!page.contains("nan"))
    }

    @Test("fetches nothing and runs nothing")
    func selfContained() throws {
        let page = html(try Samples.full("fan"))
        for outside in ["<script", "<link", "<iframe", "url(", "@import", "src=\"http", "href=\"http", "onclick"] {
            #expect(!page.contains(outside), "\(outside)")
        }
        let links = page.matches(of: /href="([^"]*)"/).map { String($0.output.1) }
        #expect(links.allSatisfy { $0.hasPrefix("#") || $0 == "predictions.csv" || $0.hasPrefix("data:image/png") })
        let ids = Set(page.matches(of: /\sid="([^"]*)"/).map { String($0.output.1) })
        #expect(links.filter { $0.hasPrefix("#") }.allSatisfy { ids.contains(String($0.dropFirst())) })
    }

    @Test("shows each caveat once, before the figures")
    func caveats() throws {
        let page = html(try Samples.full("fan"))
        #expect(page.ranges(of: "Same recording: optimistic").count == 1)
        #expect(
            try #require(page.range(of: "Same recording: optimistic")).lowerBound
                < (try #require(page.range(of: "id=\"figures\""))).lowerBound)
    }

    @Test("leaves out what it was not given")
    func optional() throws {
        let bare = html(Samples.report(try Samples.evaluation()))
        for part in ["id=\"training\"", "id=\"predictions\"", "class=\"caveat\"", "<audio", "How to repeat it"] {
            #expect(!bare.contains(part), "\(part)")
        }
        #expect(bare.contains("id=\"confusion\"") && bare.contains("id=\"curves\"") && bare.contains("id=\"mistakes\""))
    }

    @Test("says so where nothing went wrong")
    func flawless() throws {
        let page = html(Samples.report(try Samples.evaluation(right: 20)))
        #expect(page.contains("None: every recording was named rightly."))
    }

    @Test("names the mistakes where it has no sounds of them")
    func mistakesByName() throws {
        let page = html(Samples.report(try Samples.evaluation()))
        #expect(page.contains("<bdi>recording 18</bdi>") && page.contains("<bdi>recording 19</bdi>"))
    }

    @Test("plays what is small enough, and shows the rest")
    func audioLimits() throws {
        var report = Samples.report(try Samples.evaluation())
        report.limits = .init(mistakes: 4, audioBytesEach: 100, audioBytesTogether: 150)
        report.mistakes = [101, 100, 100, 50, 1].enumerated().map {
            Samples.mistake("file\($0.offset)", audio: $0.element)
        }
        let page = html(report)
        #expect(page.ranges(of: "<article").count == 4)
        // The first is too large; the third does not fit beside the second; the fourth does.
        #expect(page.ranges(of: "<audio").count == 2)
        #expect(page.contains("Play file1") && page.contains("Play file3"))
    }

    @Test("shows the first predictions and says how many there are")
    func predictionLimit() throws {
        var report = Samples.report(try Samples.evaluation())
        report.limits.predictions = 3
        report.predictions = (0..<10).map {
            PredictionRecord(
                file: "file\($0)", group: "g", truth: $0 == 1 ? "cracked" : "intact", label: "intact", score: 0.9,
                probabilities: [0.9, 0.1])
        }
        let page = html(report)
        #expect(page.contains("The first 3 of 10"))
        #expect(page.contains("file2") && !page.contains("file3"))
        #expect(page.ranges(of: "<tr class=\"wrong\"><td class=\"file\"><bdi>file1").count == 1)
    }

    @Test("holds for any number of classes", arguments: [1, 2, 5, 20, 60])
    func classes(count: Int) throws {
        let evaluation = try Samples.evaluation(classes: (0..<count).map { "class \($0)" }, normal: [])
        let report = Samples.report(evaluation)
        let page = html(report)
        #expect(page.contains("Confusion matrix"))
        if count > 6 { #expect(page.contains("the 6 hardest of \(min(count, 20))")) }
    }

    @Test("has the colours that its charts ask for, in light, dark and on paper")
    func colors() {
        for ink in ChartInk.allCases {
            #expect(PageStyle.sheet.ranges(of: "--\(ink.rawValue):").count == 5, "\(ink)")
        }
    }
}
