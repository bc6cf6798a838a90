import ArgumentParser
import FoundationEssentials
import InspectionPipeline
import InspectionTypes
import Media
import Signals
import Synchronization

/// Writes overlays, masks and the COCO document of what `predict` finds. Several threads draw at a time.
final class FindingDrawings: Sendable {
    private let card: ModelCard
    private let targets: DrawingTargets
    private let found = Mutex([(index: Int, file: String, width: Int, height: Int, regions: [Region])]())
    /// Whether inspections must hand over their pictures.
    let wantsEvidence: Bool
    private let wantsCOCO: Bool
    /// Of a detector of sounds.
    private let charts: SoundDrawing?

    /// - Parameter files: as on the command line.
    /// - Throws: a usage error for options that this model cannot serve and for places that must not be written to,
    ///   ``DrawingTargets/Unwritable`` for those that cannot.
    init(_ options: DrawingOptions, inspector: Inspector, files: [String]) throws {
        card = inspector.card
        wantsCOCO = options.coco != nil
        charts = options.overlay != nil && inspector.card.medium == .sound ? SoundDrawing() : nil
        wantsEvidence = options.overlay != nil || options.masks != nil || options.coco != nil
        try Self.check(options, inspector)
        for folder in [options.overlay, options.masks].compactMap({ $0 }) {
            do {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            } catch {
                throw DrawingTargets.Unwritable(
                    "the folder \(folder) cannot be made: is there a file of that name, or may you not write there?")
            }
        }
        targets = try DrawingTargets(
            overlay: options.overlay, masks: options.masks, coco: options.coco, files: files)
    }

    private static func check(_ options: DrawingOptions, _ inspector: Inspector) throws {
        let card = inspector.card
        let kind = "a \(card.kind) of \(card.medium)s"
        if options.overlay != nil, card.medium != .picture, card.kind != .detector {
            throw ValidationError("--overlay is for pictures, and for detectors of sounds; the model is \(kind).")
        }
        let hasRegions = card.kind == .segmenter || inspector.hasAnomalyMap
        if !hasRegions {
            for (name, isGiven) in [
                ("--masks", options.masks != nil), ("--coco", options.coco != nil),
                ("--mm-per-pixel", options.mmPerPixel != nil),
            ] where isGiven {
                throw ValidationError("\(name) is for segmenters\(Self.alsoDetectors(card)); the model is \(kind).")
            }
        }
        if options.overlay != nil, card.kind == .classifier, !inspector.hasActivationMap {
            throw ValidationError(
                "--overlay: the model's graph has no output 'activation_map', so it cannot show where it looked.")
        }
        if options.overlay != nil, card.kind == .detector, card.medium == .picture, !inspector.hasAnomalyMap {
            throw ValidationError(
                "--overlay: the model's graph has no output 'anomaly_map', so it cannot show where it saw something.")
        }
    }

    private static func alsoDetectors(_ card: ModelCard) -> String {
        card.kind == .detector && card.medium == .picture ? " and detectors whose graph gives an anomaly map" : ""
    }

    /// Tells of the next file to judge.
    func announce(_ path: String) { targets.announce(path) }

    /// Draws one result, and takes its evidence: while a picture is packed, no second copy of it lies in memory.
    ///
    /// - Returns: the files drawn, one for each finding; empty where nothing was to be drawn.
    /// - Throws: `MediaError`, `AtomicFile.Failure`, ``DrawingTargets/Overwriting``.
    func draw(_ result: inout InspectionResult) throws -> [FindingRecord.Drawing] {
        if let charts {
            defer { result.soundEvidence = nil }
            guard case .success(let findings) = result.findings, let evidence = result.soundEvidence else { return [] }
            return try zip(findings, evidence).enumerated().map { channel, pair in
                var drawing = FindingRecord.Drawing()
                try charts.write(pair.0, pair.1) { ending in
                    let target = try targets.target(
                        .overlay, ofFile: result.index, part: findings.count == 1 ? "" : "#\(channel)", ending: ending)
                    drawing.overlay = target
                    return target
                }
                return drawing
            }
        }
        guard case .success(let findings) = result.findings, let finding = findings.first,
            let (width, height) = result.evidence.map({ ($0.picture.width, $0.picture.height) })
        else { return [] }
        if card.kind != .detector { result.evidence?.map = nil }
        if wantsCOCO {
            found.withLock { $0.append((result.index, result.order.path, width, height, finding.regions)) }
        }
        let drawing = FindingRecord.Drawing(
            overlay: try targets.target(.overlay, ofFile: result.index),
            mask: try targets.target(.mask, ofFile: result.index))
        if let target = drawing.mask {
            // From the regions and not from the map: what is too small to be reported is not in the mask either.
            let mask = Mask(width: width, height: height, polygons: finding.regions.flatMap(\.polygons), rule: .evenOdd)
            try PictureFile.write(mask, to: target)
        }
        if let target = drawing.overlay {
            try PictureFile.write(overlay(&result, finding), to: target)
        }
        result.evidence = nil
        return [drawing]
    }

    private func overlay(_ result: inout InspectionResult, _ finding: Finding) throws -> Picture {
        guard let evidence = result.evidence else {
            throw MediaError(.readingFailed, path: result.order.path, "\(result.order.path) left no picture to draw on")
        }
        defer { result.evidence = nil }
        return Overlay().draw(finding, evidence, of: card.kind)
    }

    /// Writes what stands in one file for all pictures.
    func finish() throws {
        guard let path = try targets.cocoTarget() else { return }
        var document = COCODocument(categories: card.classes.filter { !card.normalClasses.contains($0) })
        for entry in found.withLock({ $0.sorted { $0.index < $1.index } }) {
            document.add(file: entry.file, width: entry.width, height: entry.height, regions: entry.regions)
        }
        try document.write(to: path)
    }
}
