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
    /// How much more they speak for the suggestion than for the label, 0…1.
    public var score: Double
    public var vote: LabelVote
}

/// Likely label errors: each item's label held against its nearest recordings', of which none is of its own group or a copy of it.
///
/// An item is suspected where another class's share is at least what that class's own items get on average, and most of the vote, and
/// its own class's share is small. Source of the first rule: Northcutt, Jiang and Chuang, "Confident learning", JAIR 2021.
struct LabelJury: Sendable {
    /// Recordings that vote.
    static let size = 10
    /// A class with fewer recordings of other groups cannot vouch for its items.
    static let leastRecordings = 3
    /// Most that the own label may get.
    private static let ownShare = 0.2
    private static let otherShare = 0.6

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

    /// The surest first.
    func suspicions(_ votes: [LabelVote?]) -> [LabelSuspicion] {
        var (sums, counts) = ([Double](repeating: 0, count: classCount), [Int](repeating: 0, count: classCount))
        for (label, vote) in zip(labels, votes) {
            guard let label, let vote else { continue }
            sums[label] += vote.shares[label]
            counts[label] += 1
        }
        let usual = zip(sums, counts).map { $1 > 0 ? $0 / Double($1) : 1 }
        var found: [LabelSuspicion] = []
        for (index, vote) in votes.enumerated() {
            guard let label = labels[index], let vote, vote.shares[label] <= Self.ownShare else { continue }
            let others = vote.shares.indices.filter { $0 != label }
            guard let best = others.max(by: { vote.shares[$0] < vote.shares[$1] }),
                vote.shares[best] >= max(Self.otherShare, usual[best])
            else { continue }
            found.append(
                LabelSuspicion(
                    index: index, label: label, suggestion: best, score: vote.shares[best] - vote.shares[label],
                    vote: vote))
        }
        return found.sorted { ($1.score, $0.index) < ($0.score, $1.index) }
    }
}
