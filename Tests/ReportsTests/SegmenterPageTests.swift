import Evaluation
import Foundation
import InspectionTypes
import Plotting
@testable import Reports
import Testing

@Suite("A segmenter's page")
struct SegmenterPageTests {
    private func html(_ report: Report) -> String { ReportPage(report: report.withinLimits, plots: report.plots).html }

    @Test("opens with the sentence and shows what it was given, in order")
    func sections() throws {
        let page = html(try Samples.fullSegmenter("crack"))
        #expect(
            page.contains(
                "<h1>Found cracks in 5 of 5 pictures that show them; 2 of 3 sound ones were marked.</h1>"))
        #expect(
            Markup.sections(page) == [
                "What it found", "Where it draws the line", "Worst pictures", "How it learned",
                "What it was shown in training", "Where this comes from", "Picture by picture",
            ])
    }

    @Test("leaves out what it was not given, and lists the worst by name")
    func bare() throws {
        let page = html(Samples.report(try Samples.segmentation()))
        #expect(
            Markup.sections(page) == [
                "Where it draws the line", "Worst pictures", "Where this comes from", "Picture by picture",
            ])
        #expect(!page.contains("<img") && page.contains("<bdi>wall 7</bdi>"))
    }

    @Test("speaks of pictures only")
    func words() throws {
        let page = html(try Samples.fullSegmenter("crack")).lowercased()
        for word in ["recording", "<audio", "listen", "hears", "window"] {
            #expect(!page.contains(word), "\(word)")
        }
    }

    @Test(
        "opens and closes its elements in pairs and escapes every text, whatever the names",
        arguments: [Samples.nasty, "حفرة", "", "a\u{0}b", String(repeating: "long ", count: 99)])
    func markup(name: String) throws {
        let page = html(try Samples.fullSegmenter(name))
        #expect(Markup.unpaired(page) == [])
        #expect(!page.contains("<script"))
        let ids = page.matches(of: /\sid="([^"]*)"/).map { String($0.output.1) }
        #expect(Set(ids).count == ids.count, "an id stands twice")
    }

    @Test("marks the chosen threshold on its curves and in its table")
    func threshold() throws {
        let report = Samples.report(try Samples.segmentation())
        let charts = Dictionary(uniqueKeysWithValues: report.plots.map { ($0.name, $0.chart.svg(.embedded)) })
        for name in ["threshold", "precision-recall"] {
            #expect(try #require(charts[name]).contains("threshold 0.500"), "\(name)")
        }
        let page = html(report)
        #expect(page.ranges(of: "<tr class=\"chosen\">").count == 1)
        #expect(page.contains("<td>0.500<small>chosen</small></td>"))
        #expect(page.contains("every pixel from the threshold on, also in pieces too small to be reported"))
        // The chosen one stands for its tenth: nine rows, not ten.
        #expect(page.ranges(of: /<tr[^>]*><td>0\.\d/).count == 9)
    }

    @Test("has no curves where no picture shows a defect")
    func soundOnly() throws {
        let report = Samples.report(try Samples.segmentation(defective: 0, right: 8))
        let page = html(report)
        #expect(report.plots.isEmpty)
        #expect(page.contains("No picture shows cracks; none of 8 sound ones was marked."))
        #expect(page.contains("None: every picture was marked exactly as it should be."))
        #expect(!page.contains("F1 of pixels"))
    }

    struct Verdict: Sendable {
        var defective: Int
        var right: Int
        var file: String
        var chip: String
    }

    @Test(
        "says of each picture how it went",
        arguments: [
            Verdict(defective: 5, right: 8, file: "wall 0", chip: "<span class=\"chip\">caught</span>"),
            Verdict(defective: 8, right: 0, file: "wall 0", chip: "<span class=\"chip bad\">missed</span>"),
            Verdict(defective: 0, right: 0, file: "wall 0", chip: "<span class=\"chip bad\">sound, yet marked</span>"),
            Verdict(defective: 0, right: 8, file: "wall 0", chip: "<span class=\"chip\">sound</span>"),
        ])
    func verdicts(verdict: Verdict) throws {
        var report = Samples.report(try Samples.segmentation(defective: verdict.defective, right: verdict.right))
        report.gallery = [PictureExample(file: verdict.file, picture: Samples.picture(10))]
        #expect(html(report).contains(verdict.chip))
    }

    @Test("measures regions in millimetres where it can, else in pixels, and no more than five")
    func regions() throws {
        var report = Samples.report(try Samples.segmentation())
        let size = Region.Millimetres(area: 96.3, length: 32.14, meanWidth: 0.3, largestWidth: 0.55)
        report.gallery = [
            PictureExample(
                file: "wall 0", picture: nil, regions: (0..<7).map { _ in Samples.region("crack", millimetres: size) })
        ]
        let page = html(report)
        #expect(page.contains("Length, mm") && page.contains(">32.1</td>") && page.contains(">0.55</td>"))
        #expect(page.ranges(of: ">42°</td>").count == 5 && page.contains("and 2 smaller ones"))
        report.gallery = [PictureExample(file: "wall 0", picture: nil, regions: [Samples.region("crack")])]
        #expect(html(report).contains("Length, px") && html(report).contains(">321</td>"))
    }

    @Test("writes the figures picture by picture as a table, and validation's F1 by epoch")
    func tables() throws {
        let report = try Samples.fullSegmenter("crack")
        let lines = try #require(report.predictionsTable).split(separator: "\n")
        #expect(lines.count == 9)
        #expect(lines[0] == "file,group,defect_pixels,found_pixels,right_pixels,regions,precision,recall,f1,iou,f1_2px")
        #expect(lines[1] == "crack 0,0,12,12,12,1,1.0,1.0,1.0,1.0,1.0")
        #expect(lines[8] == "crack 7,7,0,3,0,1,,,,,")
        #expect(EpochRecord.csv(report.trainings).contains("validation_accuracy,validation_f1,learning_rate"))
        #expect(report.plots.contains { $0.name == "validation-f1" })
        #expect(!report.plots.contains { $0.name == "accuracy" })
    }

    @Test("counts groups beside pictures where there are fewer of them")
    func groups() throws {
        let counts = try Samples.segmentation().counts
        let evaluation = try SegmentationEvaluation(
            pictures: counts, groups: counts.indices.map { "\($0 / 2)" }, threshold: 0.5)
        #expect(html(Samples.report(evaluation)).contains("8 pictures in 4 groups of"))
    }
}
