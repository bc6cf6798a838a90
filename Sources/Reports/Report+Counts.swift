import Evaluation

extension Report {
    var itemCount: Int {
        switch subject {
        case .classifier(let evaluation): evaluation.itemCount
        case .segmenter(let evaluation): evaluation.itemCount
        case .detector(let evaluation): evaluation.itemCount
        }
    }

    var groupCount: Int {
        switch subject {
        case .classifier(let evaluation): evaluation.groupCount
        case .segmenter(let evaluation): evaluation.groupCount
        case .detector(let evaluation): evaluation.groupCount
        }
    }

    /// Whether every item is a group of its own, so that there is one thing to count.
    var areGroupsItems: Bool { itemCount == groupCount }

    /// What one group is called, in the singular; never the word of the items where there are fewer groups than items.
    var groupNoun: String {
        let noun =
            switch subject {
            case .classifier(let evaluation): evaluation.groupNoun
            case .segmenter, .detector: itemNoun
            }
        return noun == itemNoun && !areGroupsItems ? "group" : noun
    }

    /// What the figures over items count: recordings, where each is one item.
    var countedNoun: String { areGroupsItems ? groupNoun : itemNoun }
}
