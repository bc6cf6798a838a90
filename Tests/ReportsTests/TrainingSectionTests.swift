import Evaluation
import Plotting
@testable import Reports
import Testing

@Suite("How a training is told")
struct TrainingSectionTests {
    struct Case: Sendable {
        var ending: Report.Ending?
        var text: String
        var marker: String?
    }

    @Test(
        "says how it ended and which weights were kept, and marks both on the curves",
        arguments: [
            Case(ending: nil, text: "100 pictures a second. The weights of epoch 4 were kept."),
            Case(ending: .allEpochs, text: "100 pictures a second. The weights of epoch 4 were kept."),
            Case(
                ending: .noImprovement(planned: 20),
                text:
                    "It stopped early, after epoch 6 of 20, for the validation no longer improved. The weights of epoch 4",
                marker: "stopped early: 6"),
            Case(ending: .stopped(planned: 9), text: "It was stopped after epoch 6 of 9.", marker: "stopped: 6"),
        ])
    func ending(one: Case) throws {
        var report = try Samples.fullSegmenter("crack")
        report.ending = one.ending
        let page = ReportPage(report: report, plots: report.plots).html
        #expect(page.contains(one.text))
        for name in ["loss", "validation-f1"] {
            let chart = try #require(report.plots.first { $0.name == name }).chart.svg(.embedded)
            #expect(chart.contains("kept: epoch 4"))
            #expect(chart.contains("stopped") == (one.marker != nil))
            if let marker = one.marker { #expect(chart.contains(marker)) }
        }
    }
}
