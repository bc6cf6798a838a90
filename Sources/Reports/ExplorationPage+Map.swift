import Exploration
import InspectionTypes
import Plotting

extension ExplorationPage {
    /// The map with all that it takes to use it; where scripts do not run, the charts.
    var mapSection: ReportPage.Section {
        let charts = plots.map { plot -> HTML in
            "<figure class=\"card\"><h3>\(plot.chart.title)</h3>\(HTML(markup: plot.chart.svg(.embedded)))</figure>\n"
        }
        return ReportPage.Section(
            id: "map", title: "The map",
            lead:
                "Each mark is one \(exploration.options.noun). What \(report.medium == .sound ? "sounds" : "looks") alike to the model lies together.",
            body: """
                <div class="explorer">
                <div class="card">
                \(tools)
                <div class="plane"><canvas id="canvas" tabindex="0" role="application" aria-label="Map of \(DecimalText.grouped(exploration.items.count)) \(exploration.nouns). Arrow keys go from one to the next, Enter plays it, Space chooses it, plus and minus zoom, 0 shows all, Escape lets go."></canvas><div id="tip" hidden></div></div>
                <div class="below"><span id="axes"></span><span>Drag to move, wheel to zoom, <kbd>Shift</kbd>-drag to choose. Keys: <kbd>←↑→↓</kbd> <kbd>Enter</kbd> <kbd>Space</kbd> <kbd>+</kbd> <kbd>−</kbd> <kbd>0</kbd></span></div>
                <div id="spoken" class="spoken" aria-live="polite"></div>
                </div>
                \(side)
                </div>
                <div class="grid offline">\(charts)</div>
                """)
    }

    private var tools: HTML {
        let maps = exploration.map == nil ? ["PCA"] : ["t-SNE", "PCA"]
        let switches = maps.enumerated().map { place, name -> HTML in
            "<button type=\"button\" data-map=\"\(place)\" aria-pressed=\"\(place == 0 ? "true" : "false")\">\(name)</button>"
        }
        let fields = report.fieldNames.enumerated().map { place, name -> HTML in
            "<option value=\"\(place)\">\(name)</option>"
        }
        let plays: HTML? =
            report.medium == .sound && report.previews.contains { $0.sound != nil || $0.link != nil }
            ? "<label title=\"After the first click on the page\"><input type=\"checkbox\" id=\"plays\" checked> play on hover</label>"
            : nil
        return """
            <div class="tools">
            <div class="pair" role="group" aria-label="Which map">\(switches)</div>
            <label>colour <select id="field">\(fields)</select></label>
            <label title="A ring around what looks mislabelled"><input type="checkbox" id="rings" checked> rings</label>
            \(plays)
            <input type="search" id="find" placeholder="Find a name" aria-label="Find a name; Enter chooses all that fit">
            <span class="pair push" role="group" aria-label="Zoom"><button type="button" class="square" id="out" aria-label="Zoom out">−</button><button type="button" class="square" id="fit" aria-label="Show all">⤢</button><button type="button" class="square" id="in" aria-label="Zoom in">+</button></span>
            <button type="button" id="select" aria-pressed="false" title="Drag a rectangle (S)">Select</button>
            </div>
            """
    }

    private var side: HTML {
        """
        <div class="side">
        <div class="card"><h3>Legend <button type="button" id="all">show all</button></h3><div id="legend"></div></div>
        <div class="card"><h3>\(report.medium == .sound ? "Listen" : "Look")</h3><p class="hint" id="rest">Point at a mark; a click holds it.</p><audio id="sound" controls preload="none" hidden aria-label="The \(exploration.options.noun) on the map"></audio><div id="detail"></div></div>
        <div class="card" id="chosen" hidden><h3 id="many"></h3><textarea id="names" readonly aria-label="Names chosen"></textarea><div class="row"><button type="button" id="copy">Copy names</button><button type="button" id="none">Clear</button></div></div>
        </div>
        """
    }
}
