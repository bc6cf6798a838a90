import Exploration
import InspectionTypes
import Plotting

/// `explore.html`: one file, nothing to be fetched, whose one script is named by its digest in the page's policy, so that no name that
/// stands in the data can become another.
struct ExplorationPage {
    let report: ExplorationReport
    let plots: [(name: String, chart: ScatterChart)]

    var exploration: DataExploration { report.exploration }

    var html: String {
        let sections = [
            mapSection, suspicionsSection, copiesSection, silhouetteSection, classesSection, bordersSection,
            originSection,
        ].compactMap { $0 }
        let page: HTML = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width,initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="\(Self.policy)">
            <title>\(report.document.data): \(report.headline)</title>
            <style>\(HTML(markup: PageStyle.sheet + ExplorationStyle.sheet))</style>
            </head>
            <body>
            <a class="skip" href="#map">To the map</a>
            <div class="page">
            \(ReportPage.topBar("A look at the data"))
            <main>
            \(hero(sections))
            \(ReportPage.caveats(report.allCaveats))
            \(tiles)
            \(sections.map(ReportPage.markup))
            </main>
            <footer>Written by Wheeltapper on \(ReportPage.moment(report.created)). One file that works without a network.</footer>
            </div>
            <script type="application/json" id="data">\(ExplorationPageData.embedded(report.pageData))</script>
            <script type="application/json" id="media">\(ExplorationPageData.embedded(report.pageMedia))</script>
            <script>\(HTML(markup: ExplorationScript.text))</script>
            </body>
            </html>

            """
        return page.text
    }

    /// Nothing runs but our script, nothing is fetched but what lies beside the page.
    static var policy: String {
        "default-src 'none'; style-src 'unsafe-inline'; img-src data: file: 'self'; media-src data: file: 'self'; "
            + "script-src 'sha256-\(Base64.encoded(digest(of: ExplorationScript.text)))'; base-uri 'none'; form-action 'none'"
    }

    private static func digest(of text: String) -> [UInt8] {
        let digits = ContentHash.hexadecimal(of: text).compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }

    private func hero(_ sections: [ReportPage.Section]) -> HTML {
        let document = report.document
        let links = sections.map { section -> HTML in "<a href=\"#\(section.id)\">\(section.title)</a>\n" }
        return """
            <div class="hero">
            <h1>\(report.headline)</h1>
            <p><b>\(.name(document.data))</b> as <b>\(.name(document.model))</b> \(report.medium == .sound ? "hears" : "sees") it: \(DecimalText.grouped(document.items)) \(exploration.nouns), \(DecimalText.grouped(document.embeddingLength)) numbers each, compared by \(document.distance.rawValue) distance.</p>
            <nav class="toc" aria-label="Contents">
            \(links)</nav>
            </div>
            """
    }

    private var tiles: HTML {
        let copies = exploration.copies.reduce(0) { $0 + $1.members.count }
        var tiles = [
            tile(
                exploration.nouns.capitalizedFirst, DecimalText.grouped(exploration.items.count),
                "\(exploration.classes.count) \(exploration.classes.count == 1 ? "class" : "classes")")
        ]
        if let silhouette = exploration.silhouette {
            tiles.append(
                tile("Silhouette", Self.signed(silhouette.overall), "1: classes far apart; 0: on each other's borders"))
        }
        if exploration.classes.count > 1 {
            let note =
                exploration.suspicions.isEmpty
                ? exploration.unjudgedWords == nil
                    ? "no neighbours contradict a label" : "the model does not know all classes"
                : "their neighbours are of another class"
            tiles.append(tile("Likely label errors", "\(exploration.suspicions.count)", note))
        }
        tiles.append(
            tile(
                "Copies", "\(copies)",
                copies == 0
                    ? "none"
                    : "\(exploration.nouns) in \(exploration.copies.count) \(exploration.copies.count == 1 ? "group" : "groups")"
            ))
        return "<div class=\"tiles\" id=\"figures\" style=\"--columns:\(tiles.count)\">\(tiles)</div>"
    }

    private func tile(_ label: String, _ value: String, _ note: String) -> HTML {
        "<div class=\"tile\"><div class=\"label\">\(label)</div><div class=\"value\">\(value)</div><div class=\"note\">\(note)</div></div>\n"
    }

    static func signed(_ value: Double, digits: Int = 2) -> String {
        DecimalText.fixed(value, digits: digits).replacing("-", with: "−")
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
