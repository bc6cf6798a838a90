import FoundationEssentials
import Inference
import InspectionPipeline
import InspectionTypes
import NeuralNetworks

/// The model that `explore --backbone` names, made ready to give embeddings.
struct ExplorationBackbone {
    var path: String
    /// A card named by the user.
    var card: String?
    var channels: ChannelChoice?
    var workers: Int

    /// One of our own, another with a card, or a network of pictures as it is.
    func embedder() throws -> Embedder {
        do {
            let engine = try InferenceEngine()
            let file: ModelFile
            do {
                file = try ModelFile.inspectable(at: path, card: card)
            } catch let error as PipelineError where error.code == .card && card == nil {
                let bare = try ModelFile(contentsOf: path)
                guard bare.metadata[ModelCard.metadataKey] == nil, (try? PictureInput(of: bare.graph)) != nil else {
                    throw error
                }
                Console.note("\(path) carries no card: pictures are given to it as networks of ImageNet expect them")
                return try Embedder(pictures: bare, engine: engine, workers: workers)
            }
            return try Embedder(file, engine: engine, workers: workers, channels: channels)
        } catch let error as NetworkError {
            throw NetworkError(error.code, "--backbone \(path): \(error.message)")
        } catch let error as PipelineError where !error.message.contains(path) {
            throw PipelineError(error.code, "--backbone \(path): \(error.message)")
        }
    }
}
