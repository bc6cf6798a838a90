import Evaluation
import InspectionTypes

extension DataExploration {
    /// An item's name for people: its file, and of a window where it begins.
    public func name(of index: Int) -> String {
        let item = items[index]
        return item.path + (item.start.map { " @ \(DecimalText.fixed($0, digits: 2)) s" } ?? "")
    }

    /// `recordings`.
    public var nouns: String { Plural.of(options.noun) }

    /// `10 classes in 400 recordings lie well apart (silhouette 0.31); 3 recordings look mislabelled, 2 pairs are copies`.
    public var headline: String {
        let findings = [mislabelledWords, copyWords].compactMap { $0 }
        return classWords + "; " + (findings.isEmpty ? nothingWords : findings.joined(separator: ", "))
    }

    private var nothingWords: String {
        let areLabelsJudged = votes.contains { $0 != nil } && unknownClasses.count < classes.count
        return areLabelsJudged ? "no label looks wrong, and there are no copies" : "there are no copies"
    }

    /// Why nothing is said of some labels; `nil` where all are judged.
    public var unjudgedWords: String? {
        guard !unknownClasses.isEmpty else { return nil }
        let names = unknownClasses.prefix(5).map { classes[$0] }.joined(separator: ", ")
        return unknownClasses.count == classes.count
            ? "the model does not tell these classes apart: their labels are not judged"
            : "the model hardly tells \(names)\(unknownClasses.count > 5 ? " and others" : "") from other classes: labels of these are not judged"
    }

    private var classWords: String {
        let many = "\(DecimalText.grouped(items.count)) \(items.count == 1 ? options.noun : nouns)"
        guard let silhouette else {
            return classes.isEmpty ? "\(many) without labels" : "\(many), all of the class \(classes[0])"
        }
        return
            "\(classes.count) classes in \(many) \(Self.words(silhouette: silhouette.overall)) (silhouette \(Self.signed(silhouette.overall)))"
    }

    /// How classes lie that have this silhouette.
    static func words(silhouette: Double) -> String {
        switch silhouette {
        case 0.5...: "lie far apart"
        case 0.2...: "lie well apart"
        case 0.05...: "touch each other"
        case (-0.05)...: "overlap"
        default: "lie mixed among each other"
        }
    }

    private var mislabelledWords: String? {
        switch suspicions.count {
        case 0: nil
        case 1: "1 \(options.noun) looks mislabelled"
        case let count: "\(DecimalText.grouped(count)) \(nouns) look mislabelled"
        }
    }

    private var copyWords: String? {
        let pairs = copies.count { $0.members.count == 2 }
        let larger = copies.filter { $0.members.count > 2 }
        let held = larger.reduce(0) { $0 + $1.members.count }
        let words = [
            pairs == 0 ? nil : pairs == 1 ? "1 pair" : "\(DecimalText.grouped(pairs)) pairs",
            larger.isEmpty
                ? nil
                : "\(larger.count == 1 ? "1 group" : "\(DecimalText.grouped(larger.count)) groups") of \(DecimalText.grouped(held)) \(nouns)",
        ].compactMap { $0 }
        guard !words.isEmpty else { return nil }
        return words.joined(separator: " and ") + (copies.count == 1 ? " is copies" : " are copies")
    }

    /// Why an item's label is doubted: `8 of its 10 nearest recordings are dog, none is rain; the nearest is dog/1-2.ogg`.
    public func reason(for suspicion: LabelSuspicion) -> String {
        let voters = suspicion.vote.voters
        let own = voters.count { labels[$0.index] == suspicion.label }
        let other = voters.count { labels[$0.index] == suspicion.suggestion }
        let nearest = voters.first { labels[$0.index] == suspicion.suggestion }.map {
            "; the nearest is \(name(of: $0.index))"
        }
        return
            "\(other) of its \(voters.count) nearest \(voteNouns) are \(classes[suspicion.suggestion]), "
            + (own == 0 ? "none is" : own == 1 ? "1 is" : "\(own) are") + " \(classes[suspicion.label])"
            + (nearest ?? "")
    }

    /// Of windows the recordings vote.
    private var voteNouns: String { items.contains { $0.start != nil } ? "recordings" : nouns }

    /// Groups of copies whose members bear different labels: one of these is wrong for certain.
    public var contradictions: [CopyGroup] {
        copies.filter { Set($0.members.compactMap { labels[$0] }).count > 1 }
    }

    /// Groups of copies that stand on several sides of a split: a model that learnt one of them is tested on itself.
    public var leaks: [CopyGroup] {
        copies.filter { Set($0.members.compactMap { items[$0].part }).count > 1 }
    }

    /// Places of the items whose silhouette is least, below `limit`.
    public func worstSilhouettes(_ count: Int, below limit: Double = 0) -> [Int] {
        guard let silhouette else { return [] }
        return silhouette.perItem.indices.compactMap { place in silhouette.perItem[place].map { (place, $0) } }
            .filter { $0.1 < limit }.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.prefix(count).map(\.0)
    }

    /// Pairs of neighbours of different classes, those first that are nearest beside the nearest of their own class.
    public func borders(_ count: Int) -> [(first: Int, second: Int, distance: Double)] {
        var seen: Set<[Int]> = []
        let pairs = strangers.enumerated().compactMap { place, stranger in
            stranger.map { (first: place, second: $0.index, distance: $0.distance) }
        }
        return Array(
            pairs.sorted { ($0.distance, $0.first) < ($1.distance, $1.first) }
                .filter { seen.insert([min($0.first, $0.second), max($0.first, $0.second)]).inserted }.prefix(count))
    }

    /// With a proper minus.
    static func signed(_ value: Double) -> String {
        DecimalText.fixed(value, digits: 2).replacing("-", with: "−")
    }
}
