import ArgumentParser
import FoundationEssentials
import InspectionPipeline
import InspectionTypes
import Media
import Synchronization

/// Writes overlays, masks and the COCO document of what `predict` finds in pictures.
///
/// Several threads draw at a time; names are given in the order of the files, so that a second run gives the same.
final class FindingDrawings: Sendable {
    private let options: (overlay: String?, masks: String?, coco: String?)
    private let card: ModelCard
    /// Stems by the orders' places.
    private let stems = Mutex((given: [String](), used: Set<String>()))
    private let found = Mutex([(index: Int, file: String, width: Int, height: Int, regions: [Region])]())

    /// - Throws: a usage error for options that this model cannot serve, `AtomicFile.Failure` for a folder that cannot be made.
    init(_ options: DrawingOptions, inspector: Inspector) throws {
        card = inspector.card
        self.options = (options.overlay, options.masks, options.coco)
        let kind = "a \(card.kind) of \(card.medium)s"
        if options.overlay != nil, card.medium != .picture {
            throw ValidationError("--overlay is for pictures; the model is \(kind).")
        }
        if card.kind != .segmenter {
            for (name, isGiven) in [
                ("--masks", options.masks != nil), ("--coco", options.coco != nil),
                ("--mm-per-pixel", options.mmPerPixel != nil),
            ] where isGiven {
                throw ValidationError("\(name) is for segmenters; the model is \(kind).")
            }
        }
        if options.overlay != nil, card.kind == .classifier, !inspector.hasActivationMap {
            throw ValidationError(
                "--overlay: the model's graph has no output 'activation_map', so it cannot show where it looked.")
        }
        for folder in [options.overlay, options.masks].compactMap({ $0 }) {
            do {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            } catch {
                throw ValidationError(
                    "the folder \(folder) cannot be made: is there a file of that name, or may you not write there?")
            }
        }
    }

    var wantsEvidence: Bool { options.overlay != nil || options.masks != nil || options.coco != nil }

    /// Gives the next file its stem; one that was given before gets a number.
    func announce(_ path: String) {
        let last = path.split(separator: "/").last.map(String.init) ?? "picture"
        let stem = last.lastIndex(of: ".").flatMap { $0 == last.startIndex ? nil : String(last[..<$0]) } ?? last
        stems.withLock { stems in
            var name = stem
            var number = 2
            while !stems.used.insert(name).inserted {
                name = "\(stem)-\(number)"
                number += 1
            }
            stems.given.append(name)
        }
    }

    /// Draws one result, and takes its evidence: while a picture is packed, no second copy of it lies in memory.
    ///
    /// - Throws: `MediaError`, `AtomicFile.Failure`.
    func draw(_ result: inout InspectionResult) throws {
        guard case .success(let findings) = result.findings, let finding = findings.first,
            let (width, height) = result.evidence.map({ ($0.picture.width, $0.picture.height) })
        else { return }
        let stem = stems.withLock { $0.given[result.index] }
        result.evidence?.map = nil
        if options.coco != nil {
            found.withLock { $0.append((result.index, result.order.path, width, height, finding.regions)) }
        }
        if let folder = options.masks {
            // From the regions and not from the map: what is too small to be reported is not in the mask either.
            let mask = Mask(width: width, height: height, polygons: finding.regions.flatMap(\.polygons))
            try PictureFile.write(mask, to: "\(folder)/\(stem).png")
        }
        if let folder = options.overlay {
            try PictureFile.write(Self.overlay(&result, finding), to: "\(folder)/\(stem).overlay.png")
        }
        result.evidence = nil
    }

    private static func overlay(_ result: inout InspectionResult, _ finding: Finding) throws -> Picture {
        guard let evidence = result.evidence else {
            throw MediaError(.readingFailed, path: result.order.path, "\(result.order.path) left no picture to draw on")
        }
        defer { result.evidence = nil }
        return evidence.activation.map { Overlay().draw($0, on: evidence.picture) }
            ?? Overlay().draw(finding.regions, on: evidence.picture)
    }

    /// Writes what stands in one file for all pictures.
    func finish() throws {
        guard let path = options.coco else { return }
        var document = COCODocument(categories: card.classes.filter { !card.normalClasses.contains($0) })
        for entry in found.withLock({ $0.sorted { $0.index < $1.index } }) {
            document.add(file: entry.file, width: entry.width, height: entry.height, regions: entry.regions)
        }
        try document.write(to: path)
    }
}
