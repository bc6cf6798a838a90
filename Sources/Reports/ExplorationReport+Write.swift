import Exploration
import FoundationEssentials
import InspectionTypes
import Plotting

extension ExplorationReport {
    /// Writes `explore.html`, `metrics.json`, `embeddings.csv`, `neighbours.csv`, `plots/NAME.svg` and, where librsvg is installed,
    /// `plots/NAME.png`. Makes the folder.
    ///
    /// - Throws: ``ReportError`` where something cannot be written.
    public func write(to directory: String) throws(ReportError) -> Report.Written {
        var written = Report.Written(page: directory + "/explore.html", files: [], notes: [])
        try Report.makeDirectory(directory + "/plots")
        func put(_ data: Data, _ name: String) throws(ReportError) {
            let path = directory + "/" + name
            do {
                try data.write(to: URL(filePath: path), options: .atomic)
            } catch {
                throw ReportError(
                    .unwritable, "\(path): could not be written (\(error)); free some space or name another folder")
            }
            written.files.append(path)
        }
        let plots = plots
        try put(Data(ExplorationPage(report: self, plots: plots).html.utf8), "explore.html")
        try put(documentJSON(), "metrics.json")
        if !embeddings.isEmpty { try put(Data(embeddingsTable.utf8), "embeddings.csv") }
        try put(Data(neighboursTable.utf8), "neighbours.csv")
        let rasterizer = Report.rasterizer(&written.notes)
        for (name, chart) in plots {
            try put(Data(chart.svg(.standalone).utf8), "plots/\(name).svg")
            if let png = Report.png(of: chart, by: rasterizer, &written.notes) {
                try put(Data(png), "plots/\(name).png")
            }
        }
        return written
    }

    private func documentJSON() throws(ReportError) -> Data {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            return try encoder.encode(document) + Data("\n".utf8)
        } catch {
            throw ReportError(.unwritable, "metrics.json: the figures could not be encoded (\(error))")
        }
    }
}
