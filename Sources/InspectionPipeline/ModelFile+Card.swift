public import FoundationEssentials
public import InspectionTypes
public import NeuralNetworks

extension ModelFile {
    /// The model's card.
    ///
    /// - Throws: ``PipelineError`` when there is none, or one of a newer format.
    public func card() throws -> ModelCard {
        guard let text = metadata[ModelCard.metadataKey] else {
            throw PipelineError(
                .card,
                "the model has no card (metadata '\(ModelCard.metadataKey)'): it was not made by wheeltapper, so its front end and classes are unknown"
            )
        }
        let card: ModelCard
        do {
            card = try CardCoding.decoder.decode(ModelCard.self, from: Data(text.utf8))
        } catch {
            throw PipelineError(.card, "the model's card cannot be read: \(CardCoding.explain(error))")
        }
        guard card.formatVersion <= 1 else {
            throw PipelineError(
                .card,
                "the model's card is of format \(card.formatVersion), this program reads up to 1: use a newer wheeltapper"
            )
        }
        return card
    }

    public mutating func setCard(_ card: ModelCard) throws {
        metadata[ModelCard.metadataKey] = String(decoding: try CardCoding.encoder.encode(card), as: UTF8.self)
    }

    /// The golden inputs, `nil` where the file carries none.
    public func goldenSet() throws -> GoldenSet? {
        guard let text = metadata[GoldenSet.metadataKey] else { return nil }
        do {
            return try CardCoding.decoder.decode(GoldenSet.self, from: Data(text.utf8))
        } catch {
            throw PipelineError(
                .card,
                "the model's golden inputs cannot be read: \(CardCoding.explain(error)) The file is damaged: copy the model again from where it was made"
            )
        }
    }

    public mutating func setGoldenSet(_ set: GoldenSet?) throws {
        metadata[GoldenSet.metadataKey] = try set.map {
            String(decoding: try CardCoding.encoder.encode($0), as: UTF8.self)
        }
    }
}

/// JSON as the model file writes it: snake case, ISO 8601, sorted keys.
public enum CardCoding {
    public static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }

    public static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        decoder.dateDecodingStrategy = .iso8601
        return decoder
    }

    static func explain(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return String(describing: error) }
        switch error {
        case .keyNotFound(let key, _): return "'\(key.stringValue)' is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            let place = context.codingPath.map(\.stringValue).joined(separator: ".")
            return place.isEmpty ? context.debugDescription : "\(place): \(context.debugDescription)"
        @unknown default: return String(describing: error)
        }
    }
}
