import Datasets
import InspectionTypes

/// Which of a detector's machines the items of a data set are of.
struct MachineBook: Sendable {
    private let names: [String]
    private let choice: DetectorScoring.MachineNames
    /// The machine of a detector of one, its first of several.
    let only: String

    private let windowSeconds: Double?

    /// - Parameter windowSeconds: of a model of sounds.
    init(_ detector: DetectorCard, _ choice: DetectorScoring.MachineNames, windowSeconds: Double? = nil) {
        self.windowSeconds = windowSeconds
        names = detector.machines.map(\.name)
        only = names.first ?? ""
        self.choice = choice
    }

    /// The card's name for the data's; `nil` for a machine that the model does not know.
    func known(_ name: String) -> String? {
        if names.contains(name) { return name }
        let alike = names.filter { $0.lowercased() == name.lowercased() }
        return alike.count == 1 ? alike[0] : nil
    }

    /// What the model is told of an item; `nil`: it has to hear for itself.
    func order(_ item: DataItem) -> String? {
        switch choice {
        case .fromData: names.count > 1 ? item.machine.flatMap(known) : nil
        case .heard: nil
        case .given(let name): name
        }
    }

    /// How long what was judged is.
    func seconds(of finding: Finding, _ item: DataItem) -> Double? {
        guard let windowSeconds else { return nil }
        if let range = item.range, let end = range.end { return end - range.start }
        return finding.windows.last.map { $0.start + windowSeconds }
    }

    /// Says which machines of the data the model does not know; of a detector of one thing it does not matter.
    func warning(for items: [DataItem]) -> String? {
        guard names.count > 1 else { return nil }
        let unknown = Dictionary(grouping: items.filter { $0.machine.map { known($0) == nil } ?? false }) {
            $0.machine ?? ""
        }
        guard !unknown.isEmpty else { return nil }
        let shown = unknown.keys.sorted().prefix(6).map { "'\($0)'" }.joined(separator: ", ")
        let count = unknown.values.reduce(0) { $0 + $1.count }
        return
            "\(count) items are of machines that the model has never heard (\(shown)\(unknown.count > 6 ? " …" : "")): each is judged as the machine that it resembles most, and no figure of it promises anything"
    }
}
