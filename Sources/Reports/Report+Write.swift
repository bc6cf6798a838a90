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
        let plots = plots
        try written.put(Data(ReportPage(report: withinLimits, plots: plots).html.utf8), "report.html", in: directory)
        try written.put(metricsJSON(), "metrics.json", in: directory)
        if let table = predictionsTable { try written.put(Data(table.utf8), "predictions.csv", in: directory) }
        if !epochs.isEmpty { try written.put(Data(EpochRecord.csv(trainings).utf8), "epochs.csv", in: directory) }
        try written.put(plots.map { (name: $0.name, chart: $0.chart) }, in: directory)
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

extension Report.Written {
    /// Writes one of its files, and notes it.
    mutating func put(_ data: Data, _ name: String, in directory: String) throws(ReportError) {
        let path = directory + "/" + name
        do {
            try data.write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw ReportError(
                .unwritable, "\(path): could not be written (\(error)); free some space or name another folder")
        }
        files.append(path)
    }

    /// Writes its charts below `plots/`: SVG, and PNG where that can be drawn.
    mutating func put(
        _ plots: [(name: String, chart: any Chart)], in directory: String
    ) throws(ReportError) {
        let rasterizer = Report.rasterizer(&notes)
        for (name, chart) in plots {
            try put(Data(chart.svg(.standalone).utf8), "plots/\(name).svg", in: directory)
            if let png = Report.png(of: chart, by: rasterizer, &notes) {
                try put(Data(png), "plots/\(name).png", in: directory)
            }
        }
    }
}
