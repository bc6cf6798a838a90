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

    @Test("of several trainings each has its curve and its name")
    func several() throws {
        var report = try Samples.fullSegmenter("crack")
        let epochs = report.epochs
        report.trainings = ["fan", "pump"].map { TrainingDiary(name: $0, epochs: epochs) }
        let chart = try #require(report.plots.first { $0.name == "loss" }).chart.svg(.embedded)
        #expect(chart.contains(">fan<") && chart.contains(">pump<") && !chart.contains("kept: epoch"))
        let page = ReportPage(report: report, plots: report.plots).html
        #expect(page.contains("2 trainings (fan, pump), together \(2 * epochs.count) epochs"))
        let lines = EpochRecord.csv(report.trainings).split(separator: "\n")
        #expect(lines.count == 1 + 2 * epochs.count && lines[0].hasPrefix("training,epoch,"))
        #expect(lines[1].hasPrefix("fan,1,") && lines[1 + epochs.count].hasPrefix("pump,1,"))
    }
}
