/// Files in which Keras keeps weights.
enum HDF5File {
    /// What every HDF5 file begins with.
    static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]
}

extension YAMNetNetwork {
    func weights(keras path: String) throws -> Weights {
        throw NetworkError(.unsupported, "Keras weights are not read yet: give the published yamnet.tflite")
    }
}
