import Assessment
import Datasets
import InspectionPipeline
import InspectionTypes
import NeuralNetworks

/// A model that is about to be held against data.
struct JudgedModel {
    /// As named on the command line.
    var path: String
    var file: ModelFile
    var inspector: Inspector
}

/// Chooses what of a data set a model is judged by, and refuses what it has learnt from.
struct EvaluationSelection {
    /// The training's split.json.
    var split: String?
    var allowsLeakage: Bool
    /// As named on the command line.
    var data: String

    struct Material {
        var dataset: Dataset
        var caveats: [String] = []
    }

    /// - Parameters:
    ///   - models: all that will be judged by it: none of them may have learnt from it.
    ///   - identities: reads the files; asked once, and only where the split or the leakage check needs it.
    /// - Throws: ``AssessmentError`` where nothing is left, `ExitStatus.refused` for what a model has learnt from.
    func chosen<Identity: ContentIdentity>(
        of dataset: Dataset, for models: [JudgedModel], identities read: (Dataset) throws -> [String: Identity]
    ) throws -> Material {
        var material = Material(dataset: dataset)
        var identities: [String: Identity]?
        var known: Split?
        if let split {
            let parts = try Split.read(from: split)
            let paths = Set(parts.items(of: .test).map(\.path))
            material.dataset.items = dataset.items.filter { paths.contains($0.path) }
            material.dataset.unlabelled = []
            let found = material.dataset.items.isEmpty ? [:] : try read(material.dataset)
            identities = found
            known = parts
            material = try tested(parts, material.dataset, found)
        } else if (dataset.items + dataset.unlabelled).contains(where: { $0.part == .test }) {
            // An evaluation set's test part may bear no label at all: what was to be learnt beside it is not judged instead.
            material.dataset.items = dataset.items.filter { $0.part == .test }
            material.dataset.unlabelled = dataset.unlabelled.filter { $0.part == .test }
        }
        dataset.warnings.forEach { Console.note($0) }
        let items = dataset.medium == .sound ? "recordings" : "pictures"
        if allowsLeakage {
            material.caveats.append(
                "\(items) that the model learnt from were allowed: the figures may promise too much")
            return material
        }
        for model in models {
            let name = models.count > 1 ? model.path : "the model"
            guard model.file.metadata[TrainingManifest.metadataKey] != nil else {
                material.caveats.append(
                    "\(name) does not say what it learnt from: whether these \(items) are new to it is not known")
                continue
            }
            let found = try identities ?? (material.dataset.items.isEmpty ? [:] : read(material.dataset))
            identities = found
            let caveat = try check(
                model, material, found, split: ownSplit(known, of: model), items, several: models.count > 1)
            if let caveat { material.caveats.append(models.count > 1 ? "\(model.path): \(caveat)" : caveat) }
        }
        return material
    }

    /// - Parameter split: that of the model's training, where the data is its test part.
    /// - Returns: what a reader of the figures must know.
    private func check<Identity: ContentIdentity>(
        _ model: JudgedModel, _ material: Material, _ identities: [String: Identity], split: Split?,
        _ items: String, several: Bool
    ) throws -> String? {
        let overlap = try LeakageCheck.overlap(
            of: model.file, named: model.path, with: material.dataset, identities: identities, isOwnSplit: split != nil)
        let blocks = split.map(blocks) ?? []
        let pairs = overlap.copies.filter { !blocks.contains($0.first) }
        guard !pairs.isEmpty else { return overlap.caveat }
        let refusal = LeakageCheck.refusal(pairs, item: String(items.dropLast()))
        Console.error("wheeltapper: \(several ? "\(model.path): " : "")\(refusal)")
        throw ExitStatus.refused
    }

    private func ownSplit(_ split: Split?, of model: JudgedModel) throws -> Split? {
        guard let split, try split.digest == model.inspector.card.trainingData?.splitDigest else { return nil }
        return split
    }

    /// Recordings of which stretches stand on both sides of a model's own split: that is what it says of itself, anything else is a leak.
    private func blocks(of split: Split) -> Set<String> {
        let learnt = Set(split.items.filter { $0.part != .test && $0.range != nil }.map(\.path))
        return learnt.intersection(split.items(of: .test).filter { $0.range != nil }.map(\.path))
    }

    /// The test part of a split, as far as its files are here and unchanged. Masks are the data set's: a split does not keep them.
    private func tested<Identity: ContentIdentity>(
        _ known: Split, _ dataset: Dataset, _ found: [String: Identity]
    ) throws -> Material {
        let here = Dictionary(dataset.items.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        let wanted = known.items(of: .test)
        var material = Material(dataset: dataset)
        material.dataset.items = wanted.filter { found[$0.path]?.hash == known.hashes[$0.path] }.map { item in
            var item = item
            (item.mask, item.isNegative) = (here[item.path]?.mask, here[item.path]?.isNegative ?? item.isNegative)
            item.machine = item.machine ?? here[item.path]?.machine
            item.domain = item.domain ?? here[item.path]?.domain
            return item
        }
        guard !material.dataset.items.isEmpty else {
            throw AssessmentError(
                .empty,
                "no \(dataset.medium == .sound ? "recording" : "picture") of the test part of \(split ?? "the split") was found in \(data)"
            )
        }
        let lacking = wanted.count - material.dataset.items.count
        if lacking > 0 {
            material.caveats.append(
                "\(lacking) \(dataset.medium == .sound ? "recordings" : "pictures") of the split's test part are missing or changed"
            )
        }
        material.caveats += known.caveats
        return material
    }
}
