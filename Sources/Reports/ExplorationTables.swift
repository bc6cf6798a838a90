import Exploration
import InspectionTypes

extension ExplorationReport {
    /// `embeddings.csv`: a line an item, what is known of it, where it lies, and its embedding.
    var embeddingsTable: String {
        let dimension = embeddings.first?.count ?? 0
        var table = CSV(
            header: ["item", "start", "label", "group", "silhouette", "tsne_x", "tsne_y", "pca_1", "pca_2"]
                + (0..<dimension).map { "e\($0)" })
        let exploration = exploration
        for (index, item) in exploration.items.enumerated() {
            let point = exploration.map?.points[index]
            let scores = exploration.components.scores[index]
            var cells = [item.path, item.start.map { "\($0)" } ?? "", item.label ?? "", item.group]
            cells.append(Self.figure(exploration.silhouette?.perItem[index]))
            cells += [Self.figure(point?.x), Self.figure(point?.y)]
            cells += [Self.figure(scores.first), Self.figure(scores.count > 1 ? scores[1] : nil)]
            if index < embeddings.count { cells += embeddings[index].map { "\($0)" } }
            table.append(cells)
        }
        return table.text
    }

    /// `neighbours.csv`: each item's nearest, and its nearest of another class.
    var neighboursTable: String {
        var table = CSV(header: ["item", "label", "rank", "neighbour", "neighbour_label", "distance"])
        let exploration = exploration
        func label(_ index: Int) -> String { exploration.items[index].label ?? "" }
        for index in exploration.items.indices {
            for (rank, neighbour) in exploration.neighbours[index].enumerated() {
                table.append([
                    exploration.name(of: index), label(index), "\(rank + 1)", exploration.name(of: neighbour.index),
                    label(neighbour.index), Self.figure(neighbour.distance),
                ])
            }
            if let stranger = exploration.strangers[index] {
                table.append([
                    exploration.name(of: index), label(index), "other class", exploration.name(of: stranger.index),
                    label(stranger.index), Self.figure(stranger.distance),
                ])
            }
        }
        return table.text
    }

    /// Empty for what is not there.
    private static func figure(_ value: Double?) -> String { value.map { DecimalText.fixed($0, digits: 6) } ?? "" }
}
