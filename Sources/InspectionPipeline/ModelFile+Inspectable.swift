import FoundationEssentials
import InspectionTypes
public import NeuralNetworks

extension ModelFile {
    /// A model that an ``Inspector`` can take: one of our own as it is; one that someone else trained with the card that stands beside it.
    ///
    /// - Parameters:
    ///   - path: the ONNX file.
    ///   - card: a hand-written card (``HandWrittenCard``). Where none is named and the file carries none, `MODEL.json` beside
    ///     `MODEL.onnx` is taken.
    /// - Throws: ``PipelineError``, `NetworkError` that name the file.
    public static func inspectable(at path: String, card: String? = nil) throws -> ModelFile {
        let file = try ModelFile(contentsOf: path)
        if let card { return try file.adapted(path, card: card) }
        guard file.metadata[ModelCard.metadataKey] == nil else { return file }
        let beside = cardBeside(path)
        guard FileManager.default.fileExists(atPath: beside) else {
            throw PipelineError(
                .card,
                "\(path) carries no card, so its front end and classes are unknown: it was not made by wheeltapper. "
                    + "Write them down as \(beside), or name a card with --card FILE; docs/any-model.md shows how"
            )
        }
        return try file.adapted(path, card: beside)
    }

    /// A model to look at: as ``inspectable(at:card:)`` takes it, or as it is where nothing tells what it means.
    ///
    /// - Returns: the model, and why a card beside it could not be taken.
    /// - Throws: ``PipelineError`` for a card that was named, `NetworkError`.
    public static func readable(at path: String, card: String? = nil) throws -> (file: ModelFile, remark: String?) {
        let file = try ModelFile(contentsOf: path)
        if let card { return (try file.adapted(path, card: card), nil) }
        let beside = cardBeside(path)
        guard file.metadata[ModelCard.metadataKey] == nil, FileManager.default.fileExists(atPath: beside) else {
            return (file, nil)
        }
        do {
            return (try file.adapted(path, card: beside), nil)
        } catch {
            return (file, "\(error)")
        }
    }

    /// Where a card is looked for that was not named.
    private static func cardBeside(_ path: String) -> String {
        (path.hasSuffix(".onnx") ? String(path.dropLast(5)) : path) + ".json"
    }

    private func adapted(_ path: String, card: String) throws -> ModelFile {
        let handWritten = try HandWrittenCard(contentsOf: card)
        do {
            return try adapted(to: handWritten)
        } catch let error as PipelineError {
            throw PipelineError(error.code, "\(card): \(error.message)")
        } catch let error as NetworkError {
            throw NetworkError(error.code, "\(path) with the card \(card): \(error.message)")
        }
    }
}
