public import Datasets
public import Exploration
public import InspectionPipeline
import InspectionTypes
import Synchronization

/// A data set's items with their embeddings: a row a recording, a picture or a window.
public struct EmbeddedItems: Sendable {
    /// What the exploration knows of each row.
    public private(set) var items: [ExploredItem] = []
    /// Each row's embedding.
    public private(set) var rows: [[Float]] = []
    /// Each row's item of the data set.
    public private(set) var sources: [DataItem] = []
    /// Files that could not be read, each with why.
    public private(set) var failures: [(path: String, message: String)] = []

    /// - Parameters:
    ///   - perWindow: of sounds, a row a window.
    ///   - progress: told how many files of how many are done; answers whether to go on.
    /// - Throws: ``AssessmentError`` `cancelled`, or `empty` where nothing could be read.
    public init(
        _ items: [DataItem], of dataset: Dataset, through embedder: Embedder, perWindow: Bool = false, workers: Int,
        progress: @escaping @Sendable (_ done: Int, _ of: Int) -> Bool = { _, _ in true }
    ) throws {
        let orders = items.map {
            InspectionOrder(path: dataset.filePath(of: $0), start: $0.range?.start, end: $0.range?.end)
        }
        let results = try embedder.embeddings(of: orders, perWindow: perWindow, workers: workers, progress: progress)
        for (item, result) in zip(items, results) {
            switch result {
            case .success(let embeddings):
                for embedding in embeddings {
                    self.items.append(Self.explored(item, start: embedding.start ?? item.range?.start))
                    rows.append(embedding.values)
                    sources.append(item)
                }
            case .failure(let error): failures.append((item.path, "\(error)"))
            case nil: throw AssessmentError(.cancelled, "stopped before all files were read; nothing was written")
            }
        }
        guard !rows.isEmpty else {
            throw AssessmentError(
                .empty,
                failures.first.map { "no file could be read; the first: \($0.message)" }
                    ?? "there is nothing to look at")
        }
    }

    private static func explored(_ item: DataItem, start: Double?) -> ExploredItem {
        ExploredItem(
            path: item.path, start: start, label: item.label.names.isEmpty ? nil : item.label.description,
            group: item.group, machine: item.machine, part: item.part?.rawValue)
    }
}
