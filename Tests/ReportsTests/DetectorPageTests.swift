import Evaluation
import Foundation
import InspectionTypes
import Plotting
@testable import Reports
import Testing

@Suite("A detector's page")
struct DetectorPageTests {
    private func html(_ report: Report) -> String { ReportPage(report: report.withinLimits, plots: report.plots).html }

    @Test("opens with the sentence and shows what it was given, in order")
    func sections() throws {
        let page = html(try Samples.fullDetector("fan"))
        #expect(
            Markup.sections(page) == [
                "False alarms, promised and achieved", "Where it draws the line", "Machine by machine",
                "Worst misses and false alarms", "What it found", "Is there enough normal data?",
                "Where this comes from", "Recording by recording",
            ])
        #expect(page.contains("<h1>Caught 8 of 10 defects; 4 false alarms in 20 normal recordings.</h1>"))
    }

    @Test("leaves out what it was not given: a promise, other machines, sounds")
    func bare() throws {
        let page = html(Samples.report(try Samples.detection(machines: ["fan"], promised: false)))
        #expect(
            Markup.sections(page) == [
                "Where it draws the line", "Worst misses and false alarms", "Where this comes from",
                "Recording by recording",
            ])
        #expect(!page.contains("<audio") && !page.contains("promised") && page.contains("fan 3.wav"))
    }

    @Test(
        "opens and closes its elements in pairs and escapes every text, whatever the names",
        arguments: [Samples.nasty, "حفرة", "", "a\u{0}b", String(repeating: "long ", count: 99)])
    func markup(name: String) throws {
        let page = html(try Samples.fullDetector(name))
        #expect(Markup.unpaired(page) == [])
        #expect(!page.contains("<script"))
        let ids = page.matches(of: /\sid="([^"]*)"/).map { String($0.output.1) }
        #expect(Set(ids).count == ids.count, "an id stands twice")
    }

    @Test("says why in words")
    func deviations() throws {
        let page = html(try Samples.fullDetector("fan"))
        #expect(page.contains("8.4 dB louder than normal at 1.2–1.6 kHz, from 2.0 to 4.5 s (5.1 deviations)"))
        #expect(page.contains("3.0 dB quieter than normal at 50–120 Hz, from 0.0 to 10.0 s (4.0 deviations)"))
    }

    @Test("stamps a promise that was broken, and says what to do")
    func brokenPromise() throws {
        let items = (0..<200).map { index in
            DetectorItem(
                file: "\(index)", machine: index % 2 == 0 ? "a" : "b", group: "\(index)", isAnomaly: false,
                score: index < 80 ? 3 : 0, threshold: 1)
        }
        let tight = MetricValue(0.01, low: 0.002, high: 0.03)
        let evaluation = try DetectorEvaluation(
            items: items, machines: [Samples.card("a", share: tight), Samples.card("b", share: tight)], resamples: 60)
        let page = html(Samples.report(evaluation))
        #expect(page.contains("80 false alarms in 200 normal recordings; promised: 1 in 100"))
        #expect(page.contains("more than chance explains: these normal recordings differ"))
        #expect(page.contains("<tr class=\"wrong\"><td><bdi>a</bdi>"))
    }

    @Test("machines of which the same is said stand together")
    func basis() throws {
        var cards = ["a", "b", "c"].map { Samples.card($0) }
        for index in 0..<2 { (cards[index].calibration.words, cards[index].calibration.caveats) = ("the same", []) }
        let items = try Samples.detection(machines: ["a", "b", "c"]).items
        let page = html(Samples.report(try DetectorEvaluation(items: items, machines: cards, resamples: 60)))
        #expect(page.contains("<dt><bdi>a</bdi><br><bdi>b</bdi><br></dt><dd>The same</dd>"))
        #expect(page.contains("<dd>Words of c<br><small>Caveat of c</small></dd>"))
    }

    @Test("says that nothing went wrong where nothing did")
    func perfect() throws {
        let page = html(Samples.report(try Samples.detection(right: 15)))
        #expect(page.contains("None: every verdict was right.") && page.contains("no false alarms in 30"))
    }

    @Test("draws those machines that do worst where there are too many")
    func manyMachines() throws {
        let names = (0..<15).map { "fan id_\($0 < 10 ? "0" : "")\($0)" }
        var report = Samples.report(try Samples.detection(machines: names))
        report.limits.machines = 4
        #expect(report.plots.count { $0.name.hasPrefix("scores-") } == 4)
        #expect(html(report).contains("The 4 machines with the least AUC of 15."))
        #expect(html(report).contains("The 4 machines with the least of 15."))
        let bars = try #require(report.plots.first { $0.name == "auc" }?.chart as? IntervalBarChart)
        let promises = try #require(report.plots.first { $0.name == "false-alarms" }?.chart as? PromiseChart)
        // One for all together.
        #expect(bars.bars.count == 4 && promises.rows.count == 5)
    }

    @Test("counts remarks that differ in names and numbers alone")
    func remarks() throws {
        var report = Samples.report(try Samples.detection())
        report.caveats =
            (0..<50).map { "hall \($0).wav: given as fan id_0\($0 % 7), it sounds like pump id_02" }
            + (0..<30).map { "test/\($0).wav could not be scored: test/\($0).wav: it is empty" } + ["something else"]
        let all = report.allCaveats
        #expect(all.count == 9 && all.last == "something else", "\(all)")
        #expect(all[3] == "and 47 more remarks of this kind; evaluate says them all on standard error")
        #expect(all[7].hasPrefix("and 27 more"))
    }

    @Test("keeps sounds within the page's budget")
    func budget() throws {
        var report = try Samples.fullDetector("fan")
        report.limits.audioBytesTogether = 8
        report.limits.mistakes = 3
        let kept = report.withinLimits.detections
        #expect(kept.count == 6)
        // What was judged comes before what it resembles.
        #expect(kept.compactMap(\.audio).count == 2 && kept.compactMap(\.nearestAudio).isEmpty)
    }

    @Test("writes a line an item, and a chart's files for each machine")
    func files() throws {
        try Samples.withDirectory { folder in
            let report = try Samples.fullDetector("fan")
            let written = try report.write(to: folder)
            let table = try String(contentsOfFile: folder + "/predictions.csv", encoding: .utf8)
            let lines = table.split(separator: "\n")
            #expect(lines.count == 31 && lines[0] == "file,machine,domain,group,truth,score,threshold,verdict,heard")
            #expect(lines[1] == "fan 0.wav,fan,,fan 0,normal,0.0,1.5,normal,fan")
            #expect(written.files.contains { $0.hasSuffix("plots/scores-2.svg") })
            #expect(written.files.contains { $0.hasSuffix("plots/calibration-1.svg") })
        }
    }

    @Test("a few anomalies far away do not squeeze the rest into one bar")
    func domain() {
        let domain = DetectorPlots.domain([-1, 0, 1], [2, 3, 500], 1.5)
        #expect(domain.upperBound < 12 && domain.lowerBound < -1)
        #expect(DetectorPlots.domain([], [2], nil).contains(2))
    }
}
