import Assessment
import Datasets
import InspectionPipeline
import InspectionTypes
import NeuralNetworks

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

    /// - Parameter identities: reads the files; asked once, and only where the split or the leakage check needs it.
    /// - Throws: ``AssessmentError`` where nothing is left, `ExitStatus.refused` for what the model has learnt from.
    func chosen<Identity: ContentIdentity>(
        of dataset: Dataset, for model: EvaluateCommand.JudgedModel,
        identities read: (Dataset) throws -> [String: Identity]
    ) throws -> Material {
        var material = Material(dataset: dataset)
        var identities: [String: Identity]?
        var blocks: Set<String> = []
        if let split {
            let known = try Split.read(from: split)
            if try known.digest == model.inspector.card.trainingData?.splitDigest {
                let learnt = Set(known.items.filter { $0.part != .test && $0.range != nil }.map(\.path))
                blocks = learnt.intersection(known.items(of: .test).filter { $0.range != nil }.map(\.path))
            }
            let paths = Set(known.items(of: .test).map(\.path))
            material.dataset.items = dataset.items.filter { paths.contains($0.path) }
            let found = material.dataset.items.isEmpty ? [:] : try read(material.dataset)
            identities = found
            material = try tested(known, dataset, found)
        } else if dataset.items.contains(where: { $0.part == .test }) {
            material.dataset.items = dataset.items.filter { $0.part == .test }
        }
        dataset.warnings.forEach { Console.note($0) }
        let items = dataset.medium == .sound ? "recordings" : "pictures"
        if allowsLeakage {
            material.caveats.append(
                "\(items) that the model learnt from were allowed: the figures may promise too much")
        } else if model.file.metadata[TrainingManifest.metadataKey] == nil {
            material.caveats.append(
                "the model does not say what it learnt from: whether these \(items) are new to it is not known")
        } else {
            // Stretches of one recording on both sides are what such a split says of itself; anything else is a leak.
            let pairs = try LeakageCheck.overlap(
                of: model.file, named: model.path, with: material.dataset,
                identities: identities ?? read(material.dataset)
            ).filter { !blocks.contains($0.first) }
            guard pairs.isEmpty else {
                Console.error("wheeltapper: \(LeakageCheck.refusal(pairs, item: String(items.dropLast())))")
                throw ExitStatus.refused
            }
        }
        return material
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
