import Exploration
import InspectionTypes

/// A look at a data set for a terminal: a sentence, a line a class, then what deserves a second look.
struct ExplorationText {
    private static let most = 10
    private let exploration: DataExploration

    init(_ exploration: DataExploration) { self.exploration = exploration }

    var text: String {
        [exploration.headline, classes, suspicions, copies, exploration.unjudgedWords.map { "! " + $0 }].compactMap {
            $0
        }.joined(separator: "\n\n")
    }

    private var classes: String? {
        guard !exploration.classes.isEmpty else { return nil }
        var table = TextTable(
            header: ["class", exploration.nouns, "silhouette", "nearest class", "likely errors"], numbers: [1, 2, 4])
        for (place, name) in exploration.classes.enumerated() {
            let figures = exploration.figures(ofClass: place)
            table.rows.append([
                name, "\(figures.items)", figures.silhouette.map { Numbers.fixed($0, 2) } ?? "–",
                figures.nearestClass ?? "–", "\(figures.likelyErrors)",
            ])
        }
        return table.text
    }

    private var suspicions: String? {
        let all = exploration.suspicions
        guard !all.isEmpty else { return nil }
        var table = TextTable(header: ["likely label errors", "label", "perhaps", "score"], numbers: [3])
        for suspicion in all.prefix(Self.most) {
            table.rows.append([
                exploration.name(of: suspicion.index), exploration.classes[suspicion.label],
                exploration.classes[suspicion.suggestion], Numbers.fixed(suspicion.score, 2),
            ])
        }
        return table.text + more(all.count)
    }

    private var copies: String? {
        let all = exploration.copies
        guard !all.isEmpty else { return nil }
        let lines = all.prefix(Self.most).map { group in
            let names = group.members.prefix(4).map(exploration.name(of:)).joined(separator: " = ")
            return names + (group.members.count > 4 ? " and \(group.members.count - 4) more" : "")
        }
        return "copies\n" + lines.joined(separator: "\n") + more(all.count)
    }

    private func more(_ count: Int) -> String {
        count > Self.most ? "\nand \(count - Self.most) more on the page" : ""
    }
}
