import Inference
import InspectionTypes
import Media
import NeuralNetworks
import Signals

/// One thread's way from files to embeddings. One owner.
final class EmbeddingRun {
    private let session: InferenceSession
    private let perWindow: Bool
    private var network: PictureNetwork?

    init(_ session: InferenceSession, perWindow: Bool) {
        self.session = session
        self.perWindow = perWindow
    }

    /// The mean over the windows, or each window's.
    func sound(_ order: InspectionOrder, _ reading: SoundReading) throws -> [ItemEmbedding] {
        let frontEnd = reading.frontEnd
        let shape = [1, 1, frontEnd.windowFrames, frontEnd.logMel.bandCount]
        let sound = try SoundReading.open(order)
        var mean = MeanEmbedding()
        var windows: [ItemEmbedding] = []
        try reading.windows(
            order.path, sampleRate: sound.reader.sampleRate, channelCount: sound.reader.channelCount, read: sound.next
        ) { window, _ in
            try window.values.withUnsafeBufferPointer { values in
                try session.run(
                    ResidualNetwork.Names.features, values, shape: shape, fetch: [ClassifierNames.embedding]
                ) { outputs, _ in
                    guard perWindow else { return try mean.add(outputs[0]) }
                    var one = MeanEmbedding()
                    try one.add(outputs[0])
                    windows.append(
                        ItemEmbedding(start: sound.start + window.start, values: one.values ?? []))
                }
            }
        }
        if perWindow, !windows.isEmpty { return windows }
        guard let values = mean.values else { throw SoundReading.silent(order.path) }
        return [ItemEmbedding(values: values)]
    }

    /// Of a front end that cuts tiles the mean over these.
    func picture(_ order: InspectionOrder, _ frontEnd: PictureFrontEnd) throws -> [ItemEmbedding] {
        let network = self.network ?? PictureNetwork(session, frontEnd: frontEnd)
        self.network = network
        let extractor = PictureFeatureExtractor(frontEnd)
        let picture = try PictureReading.read(order).picture
        var mean = MeanEmbedding()
        func look() throws {
            try network.run(fetch: [PictureNames.embedding]) { outputs, _ in try mean.add(outputs[0]) }
        }
        if frontEnd.fit == .tile {
            let plan = TilePlan(
                width: picture.width, height: picture.height, tileWidth: frontEnd.width, tileHeight: frontEnd.height,
                overlap: frontEnd.overlap)
            for tile in plan.tiles {
                extractor.write(tile, of: picture, into: network.features)
                try look()
            }
        } else {
            extractor.write(picture, into: network.features)
            try look()
        }
        return [ItemEmbedding(values: mean.values ?? [])]
    }
}
