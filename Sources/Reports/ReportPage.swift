import Evaluation
import FoundationEssentials
import InspectionTypes
import Plotting

/// `report.html`: one file without a script and without anything to be fetched.
struct ReportPage {
    /// A part of the page with its place in the list of contents.
    struct Section {
        var id: String
        var title: String
        var lead: String?
        var body: HTML
    }

    let report: Report
    let plots: [Report.Plot]

    var html: String {
        let (tiles, sections) = contents
        let page: HTML = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width,initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(report.document.model): \(report.headline)</title>
            <style>\(HTML(markup: PageStyle.sheet))</style>
            </head>
            <body>
            <a class="skip" href="#figures">To the figures</a>
            <div class="page">
            \(Self.topBar("\(report.kind.rawValue) report"))
            <main>
            \(hero(sections))
            \(caveats)
            \(keyFigures(tiles))
            \(sections.map(Self.markup))
            </main>
            <footer>Written by Wheeltapper on \(Self.moment(report.created)). One file, nothing to fetch: it may be mailed and kept.</footer>
            </div>
            </body>
            </html>

            """
        return page.text
    }

    /// The figures that are read first, and the sections in their order: what differs between the kinds of models.
    private var contents: (tiles: [HTML], sections: [Section]) {
        let tiles: [HTML]
        let sections: [Section?]
        switch report.subject {
        case .classifier(let evaluation):
            let page = ClassifierPage(page: self, evaluation: evaluation)
            tiles = page.tiles
            sections = [
                page.confusionSection, trainingSection, page.curvesSection, page.classesSection, page.mistakesSection,
                augmentationSection, originSection, page.predictionsSection,
            ]
        case .segmenter(let evaluation):
            let page = SegmenterPage(page: self, evaluation: evaluation)
            tiles = page.tiles
            sections = [
                page.gallerySection, page.thresholdSection, page.worstSection, trainingSection, augmentationSection,
                originSection, page.picturesSection,
            ]
        case .detector(let evaluation):
            let page = DetectorPage(page: self, evaluation: evaluation)
            tiles = page.tiles
            sections = [
                page.promiseSection, page.scoresSection, page.machinesSection, page.worstSection, page.caughtSection,
                page.calibrationSection, trainingSection, augmentationSection, originSection, page.itemsSection,
            ]
        }
        return (tiles, sections.compactMap { $0 })
    }

    /// What the model tells apart or looks for.
    private var task: String {
        switch report.subject {
        case .classifier(let evaluation): "\(evaluation.classes.count) classes"
        case .segmenter(let evaluation):
            "at the threshold \(DecimalText.fixed(evaluation.threshold, digits: 3))"
        case .detector(let evaluation):
            evaluation.machineNames.count == 1 ? "one machine" : "\(evaluation.machineNames.count) machines"
        }
    }

    /// - Parameter title: what kind of page it is.
    static func topBar(_ title: String) -> HTML {
        """
        <header class="bar">
        <div class="brand">\(HTML(markup: mark))<span>Wheeltapper</span></div>
        <div class="what">\(title)</div>
        <label class="switch"><span>Light · dark</span><input type="checkbox" id="theme" role="switch" aria-label="Turn light into dark or dark into light"></label>
        </header>
        """
    }

    /// A wheel and the waves of a tap on it.
    private static let mark = """
        <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" aria-hidden="true"><circle cx="10" cy="14" r="7.6"/><circle cx="10" cy="14" r="1.6" fill="currentColor"/><path d="M10 6.4v4M10 17.6v4M2.4 14h4M13.6 14h4" stroke-width="1.3"/><path d="M17.3 8.2a7 7 0 0 0-1.7-1.8M20.2 6.3A10.6 10.6 0 0 0 17.4 3" style="stroke:var(--series-2)"/></svg>
        """

    private func hero(_ sections: [Section]) -> HTML {
        let document = report.document
        let counts =
            report.areGroupsItems
            ? "\(DecimalText.grouped(report.groupCount)) \(report.groupNoun)s"
            : "\(DecimalText.grouped(report.itemCount)) \(report.itemNoun)s \(report.groupNoun == "group" ? "in" : "of") \(DecimalText.grouped(report.groupCount)) \(report.groupNoun)s"
        let links = sections.map { section -> HTML in "<a href=\"#\(section.id)\">\(section.title)</a>\n" }
        return """
            <div class="hero">
            <h1>\(report.headline)</h1>
            <p>Model <b>\(.name(document.model))</b> on \(counts) of <b>\(.name(document.data))</b>\(report.kind == .training ? " held back from training" : ""), \(task).</p>
            <nav class="toc" aria-label="Contents">
            \(links)</nav>
            </div>
            """
    }

    private var caveats: HTML? { Self.caveats(report.allCaveats) }

    static func caveats(_ all: [String]) -> HTML? {
        guard !all.isEmpty else { return nil }
        let icon = HTML(
            markup: """
                <svg viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M10 3 18 17H2Z"/><path d="M10 8.5v4M10 15v.1"/></svg>
                """)
        let notes = all.map { text -> HTML in
            "<div class=\"caveat\" role=\"note\">\(icon)<div>\(capitalized(text))</div></div>\n"
        }
        return "<div class=\"caveats\">\(notes)</div>"
    }

    static func markup(_ section: Section) -> HTML {
        """
        <section id="\(section.id)" aria-labelledby="\(section.id)-title">
        <h2 id="\(section.id)-title">\(section.title)</h2>
        \(section.lead.map { "<p class=\"lead\">\($0)</p>" as HTML })
        \(section.body)
        </section>

        """
    }

    // MARK: - Small words

    func plot(_ name: String) -> Report.Plot? { plots.first { $0.name == name } }

    /// A chart with its heading and caption.
    func figure(_ plot: Report.Plot, class more: String = "") -> HTML {
        """
        <figure class="card \(more)"><h3>\(plot.chart.title)</h3>\(HTML(markup: plot.chart.svg(.embedded)))<figcaption>\(plot.caption)</figcaption></figure>

        """
    }

    static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    /// `2026-11-21 10:57 UTC`.
    static func moment(_ date: Date) -> String {
        let text = date.formatted(.iso8601)
        return text.prefix(10) + " " + text.dropFirst(11).prefix(5) + " UTC"
    }

    /// `97.8`, of a share.
    static func hundredths(_ share: Double) -> String { DecimalText.fixed(100 * share, digits: 1) }

    /// `2 h 5 min`, `3 min 20 s`, `12.4 s`.
    static func duration(_ seconds: Double) -> String {
        let whole = Int(seconds.isFinite ? seconds.rounded() : 0)
        if whole >= 3600 { return "\(whole / 3600) h \(whole % 3600 / 60) min" }
        if whole >= 60 { return "\(whole / 60) min \(whole % 60) s" }
        return DecimalText.fixed(seconds, digits: 1) + " s"
    }
}
