public import Evaluation

extension DetectorItem {
    /// `predictions.csv`: a line an item; of one that nobody labelled, ``DetectorItem/kind`` is empty.
    public static func csv(_ items: [DetectorItem]) -> String {
        var table = CSV(header: [
            "file", "machine", "domain", "group", "truth", "score", "threshold", "verdict", "heard",
        ])
        for item in items {
            table.append([
                item.file, item.machine, item.domain ?? "", item.group, item.kind, "\(item.score)",
                "\(item.threshold)", item.isReported ? "anomaly" : "normal", item.heard ?? "",
            ])
        }
        return table.text
    }
}
