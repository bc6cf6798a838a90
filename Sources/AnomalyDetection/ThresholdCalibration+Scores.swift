extension ThresholdCalibration {
    /// Held-out event scores of one machine's normal recordings.
    public struct Scores: Sendable, Hashable {
        /// Of the machine.
        public var name: String
        /// Event scores, one a recording, on the scale that the detector gives to new ones.
        public var scores: [Double]
        /// The same scores on the scale that they would have had, had the recording not helped to set its machine's: what they count as for
        /// other machines. For its own machine that makes no difference, since a new recording that is as loud would change the scale as much.
        public var apart: [Double]
        /// Lengths of the recordings; empty of pictures.
        public var seconds: [Double]
        /// What each recording was recorded together with; empty where each is a group of its own.
        public var groups: [String]
        /// Whether the scores are higher than those of most new recordings will be, because each recording was judged as if nothing like it had been
        /// heard: what is promised is then the most there will be.
        public var isBound: Bool
        /// What must be said of these scores, such as that the recordings were learnt from.
        public var caveats: [String]

        public init(
            name: String, scores: [Double], apart: [Double]? = nil, seconds: [Double] = [], groups: [String] = [],
            isBound: Bool = false, caveats: [String] = []
        ) {
            precondition(
                (apart ?? scores).count == scores.count && (groups.isEmpty || groups.count == scores.count),
                "ThresholdCalibration.Scores: \(scores.count) scores, \(apart?.count ?? 0) apart, \(groups.count) groups"
            )
            self.name = name
            self.scores = scores
            self.apart = apart ?? scores
            self.seconds = seconds
            self.groups = groups
            self.isBound = isBound
            self.caveats = caveats
        }

        /// How many groups there are.
        public var groupCount: Int { groups.isEmpty ? scores.count : Set(groups).count }

        /// The scores of each group, in the order of the groups' names, else of the recordings.
        var scoresByGroup: [[Double]] {
            guard !groups.isEmpty else { return scores.map { [$0] } }
            let members = Dictionary(grouping: scores.indices, by: { groups[$0] })
            return members.keys.sorted().map { (members[$0] ?? []).map { scores[$0] } }
        }

        /// Of each score, one over how many its group has.
        var weights: [Double] {
            guard !groups.isEmpty else { return scores.map { _ in 1 } }
            let counts = groups.reduce(into: [:]) { $0[$1, default: 0.0] += 1 }
            return groups.map { 1 / (counts[$0] ?? 1) }
        }

        /// One recording after the other without a pause; `nil` of pictures.
        var usualRate: InspectionRate? {
            let total = seconds.reduce(0, +)
            return total > 0 ? .continuous(seconds: total / Double(seconds.count)) : nil
        }

        /// All machines' scores, for one of them. A group that holds several machines stays one.
        public static func pooled(_ machines: [Scores], for own: Int? = nil) -> Scores {
            var all = Scores(name: "all machines", scores: [])
            let hasGroups = machines.contains { !$0.groups.isEmpty }
            for (place, machine) in machines.enumerated() {
                all.scores += place == own ? machine.scores : machine.apart
                all.seconds += machine.seconds
                all.isBound = all.isBound || machine.isBound
                if hasGroups {
                    // A recording of no group is one of its own, also beside those of another machine.
                    all.groups +=
                        machine.groups.isEmpty
                        ? machine.scores.indices.map { "\(place)\u{0}\($0)" } : machine.groups
                }
                for caveat in machine.caveats where !all.caveats.contains(caveat) { all.caveats.append(caveat) }
            }
            all.apart = all.scores
            return all
        }

        /// How much more alike two recordings of one machine are than two of different ones, in whether they lie among the upper quarter of all:
        /// the intraclass correlation by analysis of variance, and once its standard error on top, as a few machines show it poorly.
        /// 0 of a single machine.
        static func likeness(_ machines: [Scores]) -> Double {
            let sets = machines.map(\.apart).filter { !$0.isEmpty }
            let all = sets.flatMap { $0 }
            guard sets.count > 1, all.count > sets.count else { return 0 }
            let bound = all.sorted(by: >)[(all.count - 1) / 4]
            let (count, total) = (Double(sets.count), Double(all.count))
            let shares = sets.map { Double($0.count { $0 >= bound }) / Double($0.count) }
            let mean = Double(all.count { $0 >= bound }) / total
            var (between, within) = (0.0, 0.0)
            for (scores, share) in zip(sets, shares) {
                between += Double(scores.count) * (share - mean) * (share - mean)
                within += Double(scores.count) * share * (1 - share)
            }
            (between, within) = (between / (count - 1), within / (total - count))
            let squares = sets.reduce(0.0) { $0 + Double($1.count * $1.count) }
            let size = (total - squares / total) / (count - 1)
            let spread = between + (size - 1) * within
            guard spread > 0 else { return 0 }
            let found = (between - within) / spread
            let error = (2 / ((count - 1) * size * max(size - 1, 1))).squareRoot() * (1 + (size - 1) * max(0, found))
            return min(max(0, found + error), 1)
        }
    }
}
