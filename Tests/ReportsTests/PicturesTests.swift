import Evaluation
import Foundation
@testable import Reports
import Testing

@Suite("Pictures in a page")
struct PicturesTests {
    private func html(_ report: Report) -> String { ReportPage(report: report.withinLimits, plots: report.plots).html }

    private func classifier() throws -> Report {
        let evaluation = try Samples.evaluation()
        return Report(
            kind: .evaluation,
            document: EvaluationDocument(model: "casting", data: "data/casting", evaluation: evaluation),
            evaluation: evaluation, itemNoun: "picture")
    }

    @Test("stand beside what spoke for the wrong verdict")
    func mistakes() throws {
        var report = try classifier()
        report.mistakes = [
            Mistake(
                file: "part 1", truth: "cracked", verdict: "intact", score: 0.9, picture: Samples.picture(10),
                activationMap: Samples.picture(10))
        ]
        let page = html(report)
        #expect(page.ranges(of: "<img").count == 2 && page.contains("where it looked for “intact”"))
        #expect(page.contains("Look at them") && !page.contains("Listen"))
        #expect(page.contains("40 pictures of 20 recordings"))
    }

    @Test("keep their pixels where they are tiny, and their own media type")
    func kinds() throws {
        let tiny = ReportPage.image(Samples.picture(3, width: 128, height: 64), "a").text
        #expect(tiny.contains("class=\"tiny\"") && tiny.contains("data:image/png;base64,BwcH"))
        let photo = EmbeddedPicture(bytes: [0xFF, 0xD8, 0xFF], width: 640, height: 64)
        let image = ReportPage.image(photo, "a \"b\"").text
        #expect(!image.contains("tiny") && image.contains("data:image/jpeg") && image.contains("width=\"640\""))
        #expect(image.contains("alt=\"a &quot;b&quot;\""))
    }

    @Test("are left out where they are too large, alone or together, and the page says so")
    func budget() throws {
        var report = try classifier()
        report.limits.pictureBytesEach = 100
        report.limits.pictureBytesTogether = 150
        report.mistakes = [101, 100, 100, 50, 1].enumerated().map { index, size in
            Mistake(
                file: "file\(index)", truth: "cracked", verdict: "intact", score: 0.9, picture: Samples.picture(size))
        }
        let page = html(report)
        #expect(page.ranges(of: "<img").count == 2 && page.ranges(of: "Left out").count == 3)
        #expect(page.contains("alt=\"file1\"") && page.contains("alt=\"file3\""))
    }

    @Test("are shared out by turns between what was found and what went wrong")
    func turns() throws {
        var report = Samples.report(try Samples.segmentation())
        report.limits.pictureBytesTogether = 400
        report.gallery = (0..<4).map { PictureExample(file: "wall \($0)", picture: Samples.picture(100)) }
        report.worstPictures = (4..<8).map { PictureExample(file: "wall \($0)", picture: Samples.picture(100)) }
        let kept = report.withinLimits
        #expect(kept.gallery.map { $0.picture?.bytes.count } == [100, 100, 0, 0])
        #expect(kept.worstPictures.map { $0.picture?.bytes.count } == [100, 100, 0, 0])
    }

    @Test("never make a page of more than 8 MB")
    func mailable() throws {
        var report = Samples.report(try Samples.segmentation())
        let example = PictureExample(
            file: "wall 0", picture: Samples.picture(300_000), truth: Samples.picture(300_000),
            found: Samples.picture(300_000))
        report.gallery = Array(repeating: example, count: 40)
        report.worstPictures = report.gallery
        report.augmentationSheet = Samples.picture(900_000)
        let size = html(report).utf8.count
        #expect(size > 4_000_000 && size < 8_000_000)
    }
}
