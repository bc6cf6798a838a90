import FoundationEssentials

/// Where made-up recordings and pictures lie.
enum SyntheticFile {
    /// `recording_0007.flac`; the seed stands in it where it is not 0, so that files of two seeds can lie in one folder.
    static func name(_ prefix: String, seed: UInt64, number: Int, ending: String) -> String {
        let digits = String(number)
        let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return prefix + "_" + (seed == 0 ? "" : "\(seed)_") + padded + "." + ending
    }

    /// - Throws: ``SynthesisError``.
    static func makeFolder(_ folder: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw SynthesisError(.folder, "The folder \(folder) cannot be made: choose a folder that you may write to.")
        }
    }

    /// Writes whole or not at all. Unlike other files, it is not waited for until it lies on the disk, which would take longer than making it up.
    ///
    /// - Throws: ``SynthesisError``.
    static func write(_ bytes: [UInt8], to path: String) throws {
        do {
            try Data(bytes).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw SynthesisError(
                .file, "The file \(path) cannot be written: see that there is space and that you may write there.")
        }
    }
}
