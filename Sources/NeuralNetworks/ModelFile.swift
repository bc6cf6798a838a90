import FoundationEssentials
import InspectionTypes
import SwiftProtobuf

/// An ONNX model: one graph, and strings by key under `metadata_props`.
public struct ModelFile: Sendable, Equatable {
    /// What our files say made them.
    public static let producerName = "wheeltapper"

    public var graph: Graph
    public var metadata: [String: String]
    public var producer: String
    /// Arrays that belong to training and not to the network (an optimizer's moments), under ONNX's `training_info`.
    public var trainingState: [Initializer]

    public init(
        graph: Graph, metadata: [String: String] = [:], producer: String = Self.producerName,
        trainingState: [Initializer] = []
    ) {
        self.graph = graph
        self.metadata = metadata
        self.producer = producer
        self.trainingState = trainingState
    }

    /// Reads a model from a file.
    ///
    /// - Throws: ``NetworkError`` that names the file.
    public init(contentsOf path: String) throws {
        let bytes: [UInt8]
        do {
            bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        } catch {
            throw NetworkError(.file, "cannot read \(path): is the name right, and may you read it?")
        }
        do {
            try self.init(bytes: bytes, folder: URL(filePath: path).deletingLastPathComponent())
        } catch let error as NetworkError {
            throw NetworkError(error.code, "\(path): \(error.message)")
        }
    }

    /// Reads a model from its bytes.
    public init(bytes: [UInt8]) throws { try self.init(bytes: bytes, folder: nil) }

    /// - Parameter folder: where weights that lie in files of their own are looked for.
    private init(bytes: [UInt8], folder: URL?) throws {
        guard !bytes.isEmpty else {
            throw NetworkError(
                .damaged, "the file is empty; write the model again, or copy it again from where it was made")
        }
        try Self.checkSeal(of: bytes)
        var message: Wheeltapper_Onnx_ModelProto
        do {
            message = try Wheeltapper_Onnx_ModelProto(serializedBytes: bytes)
        } catch {
            throw Self.unreadable(bytes)
        }
        guard message.hasGraph, !message.graph.node.isEmpty else {
            throw NetworkError(
                .malformed, "not an ONNX model: it holds no graph; a model is made by `wheeltapper train`"
            )
        }
        if let folder { try ExternalData(folder: folder).fill(&message.graph) }
        let opset = message.opsetImport.first { $0.domain.isEmpty || $0.domain == "ai.onnx" }
        self.graph = try Graph(message.graph, opset: Int(opset?.version ?? 1))
        for other in message.opsetImport where !other.domain.isEmpty && other.domain != "ai.onnx" {
            self.graph.furtherOpsets[other.domain] = Int(other.version)
        }
        self.metadata = Dictionary(
            message.metadataProps.filter { $0.key != Self.sealKey }.map { ($0.key, $0.value) },
            uniquingKeysWith: { _, last in last }
        )
        self.producer = message.producerName
        self.trainingState = try message.trainingInfo.flatMap(\.algorithm.initializer).map(Initializer.init)
    }

    /// The model's bytes, without the seal that ``write(to:)`` puts behind them.
    ///
    /// - Throws: ``NetworkError`` when the model would come near protobuf's limit of 2 GiB.
    public func encoded() throws -> [UInt8] {
        var message = Wheeltapper_Onnx_ModelProto()
        message.irVersion = 8
        message.producerName = producer
        var opset = Wheeltapper_Onnx_OperatorSetIdProto()
        opset.version = Int64(graph.opset)
        message.opsetImport =
            [opset]
            + graph.furtherOpsets.sorted { $0.key < $1.key }.map { domain, version in
                var other = Wheeltapper_Onnx_OperatorSetIdProto()
                other.domain = domain
                other.version = Int64(version)
                return other
            }
        message.graph = Wheeltapper_Onnx_GraphProto(graph)
        message.metadataProps = metadata.sorted { $0.key < $1.key }.map { key, value in
            var entry = Wheeltapper_Onnx_StringStringEntryProto()
            entry.key = key
            entry.value = value
            return entry
        }
        if !trainingState.isEmpty {
            var information = Wheeltapper_Onnx_TrainingInfoProto()
            information.algorithm.initializer = trainingState.map(Wheeltapper_Onnx_TensorProto.init)
            message.trainingInfo = [information]
        }
        let size =
            graph.initializers.reduce(0) { $0 + $1.value.byteCount } + metadata.values.reduce(0) { $0 + $1.utf8.count }
        guard size < 1_900_000_000 else {
            throw NetworkError(
                .unsupported,
                "the model would take \(size) bytes; an ONNX file holds 2 GiB: keep fewer golden inputs or a smaller bank"
            )
        }
        do {
            return try message.serializedBytes()
        } catch {
            throw NetworkError(.malformed, "the model cannot be encoded: \(error)")
        }
    }

    /// Writes the model whole or not at all, under a seal by which damage is noticed when it is read.
    ///
    /// - Throws: ``NetworkError``, ``AtomicFile/Failure``.
    public func write(to path: String) throws {
        try AtomicFile.write(Self.sealed(encoded()), to: path)
    }
}
