import CHDF5

/// An HDF5 file's arrays of floats, read with libhdf5, which is looked for at run time: only imports of Keras' weights need it.
///
/// One owner.
final class HDF5File {
    /// What every HDF5 file begins with.
    static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]

    private let handle: OpaquePointer
    /// Paths of its arrays, in the order of their names.
    let datasets: [String]

    /// More numbers are no weights that we import.
    private static let mostElements = 1 << 28

    /// - Throws: ``NetworkError`` where the library is missing, or the file is none or damaged.
    init(path: String) throws {
        var problem: UnsafeMutablePointer<CChar>?
        guard let handle = chdf5_open(path, &problem) else { throw Self.failure(&problem) }
        guard let list = chdf5_datasets(handle, &problem) else {
            chdf5_close(handle)
            throw Self.failure(&problem)
        }
        self.handle = handle
        datasets = String(cString: list).split(separator: "\n").map(String.init)
        chdf5_free(list)
    }

    deinit { chdf5_close(handle) }

    /// Whether libhdf5 is there; why not, where it is not.
    static var missing: String? {
        var problem: UnsafeMutablePointer<CChar>?
        return chdf5_is_available(&problem) == 1 ? nil : failure(&problem).message
    }

    /// An array's numbers.
    ///
    /// - Throws: ``NetworkError`` for one that is not there, not of floats, or damaged.
    func floats(_ dataset: String) throws -> NDArray {
        var problem: UnsafeMutablePointer<CChar>?
        let most = Int(CHDF5_MAXIMUM_RANK)
        var lengths = [Int64](repeating: 0, count: most)
        var rank: Int32 = 0
        guard chdf5_shape(handle, dataset, &lengths, &rank, &problem) == 1 else { throw Self.failure(&problem) }
        let shape = lengths[..<Int(rank)].map(Int.init)
        var count = 1
        for length in shape {
            guard length <= Self.mostElements, count * length <= Self.mostElements else {
                throw NetworkError(
                    .malformed, "'\(dataset)' claims the shape \(shape): the file is damaged; download it again")
            }
            count *= length
        }
        var values = [Float](repeating: 0, count: count)
        guard chdf5_read(handle, dataset, &values, count, &problem) == 1 else { throw Self.failure(&problem) }
        return NDArray(values, shape: shape)
    }

    private static func failure(_ problem: inout UnsafeMutablePointer<CChar>?) -> NetworkError {
        defer {
            chdf5_free(problem)
            problem = nil
        }
        return NetworkError(.malformed, problem.map { String(cString: $0) } ?? "libhdf5 gave no reason")
    }
}
