/// What an item's neighbours say that it is.
public struct LabelVote: Sendable, Equatable {
    /// Share of each class among the nearest recordings, the nearer ones counting more.
    public var shares: [Double]
    /// The voters, nearest first: of each recording the item that is nearest.
    public var voters: [Neighbour]
}

/// An item whose neighbours say that it is something else.
public struct LabelSuspicion: Sendable, Equatable {
    public var index: Int
    public var label: Int
    /// The class that its neighbours are of.
    public var suggestion: Int
    /// How much more they speak for the suggestion than for the label, times how well the model knows the one of the two that it knows
    /// less; 0…1.
    public var score: Double
    public var vote: LabelVote
}

/// Likely label errors: each item's label held against its nearest recordings', of which none is of its own group or a copy of it.
///
/// An item is suspected where another class's share is at least what that class's own items get on average, and most of the vote, and
/// its own class's share is small, the more so the less the model knows the two apart from others. Of classes whose own items' neighbours are hardly more often of that class than chance would have it,
/// nothing is said: the model does not tell them apart. Source of the first rule: Northcutt, Jiang and Chuang, "Confident learning", JAIR 2021.
struct LabelJury: Sendable {
    /// Recordings that vote.
    static let size = 10
    /// A class with fewer recordings of other groups cannot vouch for its items.
    static let leastRecordings = 3
    /// Most that the own label may get.
    private static let ownShare = 0.2
    private static let otherShare = 0.6
    /// What a class's own items must get beyond chance, `(share − prior) / (1 − prior)`, for its votes to count.
    private static let knowledge = 0.4
    private static let leastScore = 0.35

    let labels: [Int?]
    let classCount: Int
    /// A group's members do not vouch for each other.
    let groups: [Int]
    /// What has one voice, and none for itself: a recording with its copies.
    let voices: [Int]

    /// `nil` for an item that has no label, or too few of its class around to be judged by.
    func votes(_ table: EmbeddingTable, _ distance: EmbeddingDistance) -> [LabelVote?] {
        let voiceCount = (voices.max() ?? -1) + 1
        let others = otherVoices
        return DistanceSweep(table, distance).map { row, distances in
            guard labels[row] != nil, others[row] >= Self.leastRecordings else { return nil }
            var nearest = [(place: Int, distance: Float)](repeating: (-1, .infinity), count: voiceCount)
            for (place, distance) in distances.enumerated()
            where labels[place] != nil && groups[place] != groups[row] && voices[place] != voices[row]
                && distance < nearest[voices[place]].distance
            {
                nearest[voices[place]] = (place, distance)
            }
            // A class of few would be outvoted by the number of the others alone.
            var list = NearestList(capacity: min(Self.size, others[row]))
            for voice in nearest where voice.place >= 0 { list.offer(voice.place, voice.distance) }
            return vote(table.neighbours(of: row, among: list.places, distance), distance)
        }
    }

    /// Of each item: voices of its class that are neither its own nor of its group.
    private var otherVoices: [Int] {
        struct Place: Hashable {
            var label: Int
            var group: Int
        }
        var (ofClass, ofGroup) = ([Int: Set<Int>](), [Place: Set<Int>]())
        for (place, label) in labels.enumerated() {
            guard let label else { continue }
            ofClass[label, default: []].insert(voices[place])
            ofGroup[Place(label: label, group: groups[place]), default: []].insert(voices[place])
        }
        return labels.indices.map { place in
            guard let label = labels[place], let all = ofClass[label] else { return 0 }
            let near = ofGroup[Place(label: label, group: groups[place])] ?? []
            return all.count - near.union([voices[place]]).count
        }
    }

    private func vote(_ voters: [Neighbour], _ distance: EmbeddingDistance) -> LabelVote {
        let lengths = voters.map { distance.length($0.distance) }
        let mean = lengths.reduce(0, +) / Double(max(1, lengths.count))
        var shares = [Double](repeating: 0, count: classCount)
        var total = 0.0
        for (voter, length) in zip(voters, lengths) {
            guard let label = labels[voter.index] else { continue }
            // The nearest one is heard, but does not drown all others.
            let weight = mean > 0 ? 1 / (length / mean + 0.25) : 1
            shares[label] += weight
            total += weight
        }
        return LabelVote(shares: total > 0 ? shares.map { $0 / total } : shares, voters: voters)
    }

    /// What a class's own items' neighbours say on average.
    struct Record: Sendable, Equatable {
        /// The class's share of their votes.
        var share = 0.0
        /// Its share of all voters' labels, as if neighbours were drawn by lot.
        var prior = 0.0

        /// How much better than by lot: 0 for no better, 1 for always right.
        var knowledge: Double { prior < 1 ? (share - prior) / (1 - prior) : 0 }
    }

    /// Of each class; `nil` where none of its items could be judged. Every recording counts once, whatever its windows and copies.
    func records(_ votes: [LabelVote?]) -> [Record?] {
        struct Place: Hashable {
            var label: Int
            var voice: Int
        }
        var shares: [Place: (sum: Double, judged: Int)] = [:]
        for (index, label) in labels.enumerated() {
            guard let label else { continue }
            let place = Place(label: label, voice: voices[index])
            var entry = shares[place] ?? (0, 0)
            if let vote = votes[index] { entry = (entry.sum + vote.shares[label], entry.judged + 1) }
            shares[place] = entry
        }
        let ofClass = Dictionary(grouping: shares, by: \.key.label)
        return (0..<classCount).map { label in
            let entries = (ofClass[label] ?? []).map(\.value)
            let means = entries.filter { $0.judged > 0 }.map { $0.sum / Double($0.judged) }.sorted()
            guard !means.isEmpty else { return nil }
            return Record(
                share: means.reduce(0, +) / Double(means.count), prior: Double(entries.count) / Double(shares.count))
        }
    }

    /// The surest first.
    func suspicions(_ votes: [LabelVote?]) -> [LabelSuspicion] {
        let records = records(votes).map { record in
            record.flatMap { $0.knowledge >= Self.knowledge ? $0 : nil }
        }
        var found: [LabelSuspicion] = []
        for (index, vote) in votes.enumerated() {
            guard let label = labels[index], let vote, vote.shares[label] <= Self.ownShare, let own = records[label]
            else { continue }
            let others = vote.shares.indices.filter { $0 != label }
            guard let best = others.max(by: { vote.shares[$0] < vote.shares[$1] }), let record = records[best],
                vote.shares[best] >= max(Self.otherShare, record.share)
            else { continue }
            // Between classes that are often taken for each other, a vote against the label is worth less.
            let score = (vote.shares[best] - vote.shares[label]) * min(own.knowledge, record.knowledge)
            guard score >= Self.leastScore else { continue }
            found.append(
                LabelSuspicion(index: index, label: label, suggestion: best, score: score, vote: vote))
        }
        return found.sorted { ($1.score, $0.index) < ($0.score, $1.index) }
    }

    /// Classes that the model hardly tells from others, of which no label is doubted.
    func unknownClasses(_ votes: [LabelVote?]) -> [Int] {
        records(votes).enumerated().compactMap { label, record in
            record.map { $0.knowledge < Self.knowledge } ?? false ? label : nil
        }
    }
}
