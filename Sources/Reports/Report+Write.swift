import Evaluation
import FoundationEssentials
import InspectionTypes
import Plotting

extension Report {
    /// What was written, and what a person should be told of it.
    public struct Written: Sendable {
        /// Path of `report.html`.
        public var page: String
        /// Paths of all files.
        public var files: [String]
        /// Such as that PNGs were left out because librsvg is missing.
        public var notes: [String]
    }

    /// Writes `report.html`, `metrics.json`, `plots/NAME.svg` and, where librsvg is installed, `plots/NAME.png`; with them
    /// `predictions.csv` (of a segmenter: the figures picture by picture; of a detector: the scores) and `epochs.csv` where there are any. Makes the folder.
    ///
    /// - Throws: ``ReportError`` where something cannot be written.
    public func write(to directory: String) throws(ReportError) -> Written {
        var written = Written(page: directory + "/report.html", files: [], notes: [])
        try Self.makeDirectory(directory + "/plots")
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
        try put(Data(ReportPage(report: withinLimits, plots: plots).html.utf8), "report.html")
        try put(metricsJSON(), "metrics.json")
        if let table = predictionsTable { try put(Data(table.utf8), "predictions.csv") }
        if !epochs.isEmpty { try put(Data(EpochRecord.csv(trainings).utf8), "epochs.csv") }
        let rasterizer = Self.rasterizer(&written.notes)
        for plot in plots {
            try put(Data(plot.chart.svg(.standalone).utf8), "plots/\(plot.name).svg")
            if let png = Self.png(of: plot.chart, by: rasterizer, &written.notes) {
                try put(Data(png), "plots/\(plot.name).png")
            }
        }
        return written
    }

    /// `predictions.csv`: a line an item; `nil` where a classifier's predictions were not handed in.
    var predictionsTable: String? {
        switch subject {
        case .classifier(let evaluation):
            predictions.isEmpty ? nil : PredictionRecord.csv(predictions, classes: evaluation.classes)
        case .segmenter(let evaluation): evaluation.csv
        case .detector(let evaluation): DetectorItem.csv(evaluation.items + unlabelled)
        }
    }

    static func rasterizer(_ notes: inout [String]) -> SVGRasterizer? {
        do throws(PlottingError) {
            return try SVGRasterizer()
        } catch {
            notes.append(error.message)
            return nil
        }
    }

    static func png(of chart: any Chart, by rasterizer: SVGRasterizer?, _ notes: inout [String]) -> [UInt8]? {
        do throws(PlottingError) {
            return try rasterizer?.png(of: chart)
        } catch {
            notes.append(error.message)
            return nil
        }
    }

    static func makeDirectory(_ path: String) throws(ReportError) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw ReportError(.unwritable, "\(path): the folder could not be made (\(error)); name another")
        }
    }

    private func metricsJSON() throws(ReportError) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        do {
            return try encoder.encode(document) + Data("\n".utf8)
        } catch {
            throw ReportError(.unwritable, "metrics.json: the figures could not be encoded (\(error))")
        }
    }
}
