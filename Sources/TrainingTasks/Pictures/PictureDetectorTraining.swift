import ArgumentParser
import Assessment
public import Datasets
import DetectorFitting
public import InspectionTypes

/// The whole way from normal pictures to a detector's file and its report.
public struct PictureDetectorTraining: TrainingTask {
    public let words: DetectorWords
    /// As it was found when the medium was recognised.
    public let dataset: Dataset
    public let method: any PictureDetectorMethod
    public let host: TrainingHost

    public static var kind: ModelCard.Kind { .detector }
    public var itemNoun: String { "picture" }
    public var stepNoun: String { "pictures" }
    public var options: RunOptions { words.options }
    public var processing: ProcessingOptions { words.processing }
    public var cardOptions: CardOptions { words.card }

    /// Normal pictures, and the others that judge.
    public struct Material: TrainingMaterial {
        public var dataset: Dataset
        public var store: PictureStore
        public var frontEnd: PictureFrontEnd
        /// What is judged: a detector of pictures knows one thing.
        public var machine: String
        public var splitOptions: SplitOptions

        public var identities: [String: PictureIdentity] { store.identities }
    }

    public init(_ words: DetectorWords, _ dataset: Dataset, method: any PictureDetectorMethod, host: TrainingHost) {
        self.words = words
        self.dataset = dataset
        self.method = method
        self.host = host
    }

    public func run() throws {
        let material = try prepare()
        let run = try RunFolder(options, kind: Self.kind)
        do {
            let split = try makeSplit(material, run)
            try split.write(to: run.file(RunFolder.splitName))
            announce(split, material)
            let learnt = try method.learn(split, self, material, run)
            try deliver(learnt, split, material, run)
        } catch let error as FittingError where error.code == .cancelled {
            try end(run, error.message)
        } catch let error as AssessmentError where error.code == .cancelled {
            try end(run, FittingError.stopped.message)
        } catch let error as DatasetError where error.code == .cancelled {
            try end(run, FittingError.stopped.message)
        }
    }

    /// - Throws: always.
    private func end(_ run: RunFolder, _ message: String) throws {
        guard !method.trains || !run.hasCheckpoint else { throw TaskError.detectorStopped }
        run.discard()
        throw TaskError(.stopped, message)
    }

    private func prepare() throws -> Material {
        (dataset.notes + dataset.warnings).forEach(note)
        // What would fail after hours is asked first.
        let frontEnd = try frontEnd()
        try checkOutput()
        let machines = Set(dataset.items.filter(\.isNegative).map { $0.machine ?? "" }).sorted()
        guard machines.count == 1 else {
            throw DatasetError(
                .classes,
                machines.isEmpty
                    ? "\(options.data) holds no normal picture to learn from"
                    : "\(options.data) holds normal pictures of \(machines.count) things (\(machines.prefix(4).joined(separator: ", "))); a detector of pictures learns one: train each by itself"
            )
        }
        let store = try readPictures(dataset, frontEnd: frontEnd)
        let name =
            machines[0].isEmpty ? options.data.split(separator: "/").last.map(String.init) ?? "picture" : machines[0]
        return Material(
            dataset: dataset, store: store, frontEnd: frontEnd, machine: name,
            splitOptions: options.splitOptions(windowSeconds: 1))
    }

    private func frontEnd() throws -> PictureFrontEnd {
        let size = words.picture.size ?? .init(width: method.usualSize, height: method.usualSize)
        return try method.frontEnd(
            PictureFrontEnd(
                width: size.width, height: size.height,
                colour: try PictureColour.chosen(words.picture.colour, for: dataset), fit: words.picture.fit), self)
    }
}

extension DetectorWords {
    /// The method for pictures that is asked for; by default a network trained on painted defects, or PatchCore where a backbone is given.
    ///
    /// - Throws: `ValidationError` for a method, medium and backbone that do not go together.
    public func pictureMethod() throws -> DetectorOptions.Method {
        switch detector.method {
        case .embedding, .autoencoder, .backbone:
            throw ValidationError(
                "the method \(detector.method.rawValue) is for sounds, and \(options.data) holds pictures: take synthetic, patchcore or padim"
            )
        case .patchcore where backbone.backbone == nil, .padim where backbone.backbone == nil:
            throw ValidationError(
                "--method \(detector.method.rawValue) needs --backbone FILE, a classifier whose maps of features are looked at; without one take synthetic"
            )
        case .synthetic where backbone.backbone != nil:
            throw ValidationError("--backbone goes with the methods patchcore and padim, not with synthetic")
        case .auto: return backbone.backbone == nil ? .synthetic : .patchcore
        case .patchcore, .padim, .synthetic: return detector.method
        }
    }
}
