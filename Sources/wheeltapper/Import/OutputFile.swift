import ArgumentParser
import FoundationEssentials
import NeuralNetworks

/// Where `-o` points to, looked at before any work is done.
enum OutputFile {
    /// A model may be replaced by another one; anything else that stands there was hardly meant.
    ///
    /// - Parameter inputs: what the command reads.
    /// - Throws: `ValidationError` saying what to name instead.
    static func check(_ path: String, inputs: [String]) throws {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        var isFolder = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        guard !(exists && isFolder) else {
            throw ValidationError("-o \(path) is a folder: name a file in it, such as \(path)/model.onnx.")
        }
        guard FileManager.default.isWritableFile(atPath: folder.isEmpty ? "/" : folder) else {
            throw ValidationError(
                "-o \(path): the folder \(folder) does not exist or may not be written to; make it first.")
        }
        guard exists else { return }
        if let input = inputs.first(where: { FileIdentity(of: $0) == FileIdentity(of: path) }) {
            throw ValidationError("-o \(path) is \(input), which is to be read: name another file.")
        }
        guard (try? ModelFile(contentsOf: path)) != nil else {
            throw ValidationError("-o \(path) exists and is no model: name another file, or move it away first.")
        }
    }
}
