import FoundationEssentials

extension YAMNetNetwork {
    /// A file that this network's weights are published in.
    public enum PublishedFormat: String, Sendable {
        /// TensorFlow Lite; normalisation is folded, most weights have 8 bits.
        case tflite = "TFLite"
        /// Keras' weights in HDF5; normalisation is kept, all weights are f32.
        case keras = "Keras HDF5"
    }

    /// FlatBuffers end at 2 GiB, and no file of these weights is near it.
    private static let largestFile = 1 << 31

    /// The weights of a published file, of whichever format.
    ///
    /// - Throws: ``NetworkError`` naming the file.
    public func weights(contentsOf path: String) throws -> (weights: Weights, format: PublishedFormat) {
        let url = URL(filePath: path)
        let size = try? FileManager.default.attributesOfItem(atPath: url.path())[.size] as? UInt64
        guard (size ?? 0) < Self.largestFile, let data = try? Data(contentsOf: url) else {
            throw NetworkError(
                .file, "cannot read \(path): is the name right, is it a file below 2 GB, and may you read it?")
        }
        do {
            if data.starts(with: HDF5File.signature) { return (try weights(keras: path), .keras) }
            let isTFLite = data.dropFirst(4).starts(with: Array(TFLiteModel.identifier.utf8))
            guard isTFLite else {
                throw NetworkError(
                    .unsupported,
                    "neither a TFLite file nor Keras weights in HDF5: give the published yamnet.tflite or yamnet.h5")
            }
            return (try weights(tflite: [UInt8](data)), .tflite)
        } catch let error as NetworkError {
            throw NetworkError(error.code, "\(path): \(error.message)")
        }
    }
}
