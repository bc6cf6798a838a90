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
        let plots = plots
        try written.put(Data(ExplorationPage(report: self, plots: plots).html.utf8), "explore.html", in: directory)
        try written.put(documentJSON(), "metrics.json", in: directory)
        if !embeddings.isEmpty { try written.put(Data(embeddingsTable.utf8), "embeddings.csv", in: directory) }
        try written.put(Data(neighboursTable.utf8), "neighbours.csv", in: directory)
        try written.put(plots, in: directory)
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
