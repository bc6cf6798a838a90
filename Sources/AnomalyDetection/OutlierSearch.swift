import Evaluation
import InspectionTypes

#if canImport(Glibc)
import Glibc
#else
import Foundation
#endif

/// Recordings among the normal ones that are unlike all others: anomalies that were put among them, or recordings of something else.
///
/// A recording's score is the distance of its windows to the `k`-th nearest other recording, mean over the windows, `k` a tenth of the
/// recordings (3 to 20), so that a few anomalies of one kind do not vouch for each other. What stands out is judged on
/// logarithms of the scores by their median and median absolute deviation (scaled to a normal distribution's deviation): a recording is named
/// when it lies more than ``leastDeviations`` above the median, with a gap of at least ``leastGap`` deviations to those below.
///
/// Meant to accuse seldom: of recordings that are all normal and spread like a cloud, fewer than 1 in 200.
/// Source: Ramaswamy, Rastogi and Shim, SIGMOD 2000, for the score; Iglewicz and Hoaglin, "How to detect and handle outliers", 1993, for
/// the median rule.
public struct OutlierSearch: Sendable {
    /// Deviations above the median from which on a recording may be named.
    public static let leastDeviations = 5.0
    /// Deviations between those that are named and those that are not.
    public static let leastGap = 1.0
    /// With fewer recordings of a machine nothing is said.
    public static let leastRecordings = 8
    /// Rows of one machine that are compared; of more, evenly spaced windows of every recording.
    private static let mostRows = 20_000

    /// A recording that stands out.
    public struct Suspect: Sendable, Hashable {
        public var recording: Int
        public var machine: Int
        /// Distance to the `k`-th nearest other recording, in units of the machine's median.
        public var score: Double
        /// Above the median, in robust standard deviations of the logarithms.
        public var deviations: Double
    }

    /// The suspects, the worst first.
    public let suspects: [Suspect]
    /// The score of every recording of a machine with enough of them, in units of its machine's median.
    public let scores: [(recording: Int, machine: Int, score: Double)]

    /// - Parameters:
    ///   - embeddings: of normal windows, as the network gives them.
    ///   - form: the distance that is taken.
    /// - Throws: ``AnomalyError`` of numbers that are none.
    public init(_ embeddings: Embeddings, form: EmbeddingSpace.Form = .unit) throws(AnomalyError) {
        try embeddings.checkFinite()
        let projected = EmbeddingSpace(fitting: embeddings, form: form).project(embeddings)
        var suspects: [Suspect] = []
        var scores: [(recording: Int, machine: Int, score: Double)] = []
        for machine in Set(embeddings.machines).sorted() {
            let own = Self.thinned(projected.selecting(projected.rows(ofMachine: machine)))
            let found = Self.distances(own)
            guard found.count >= Self.leastRecordings else { continue }
            let middle = Self.median(found.map(\.distance))
            guard middle > 0 else { continue }
            scores += found.map { ($0.recording, machine, $0.distance / middle) }
            for (place, deviations) in Self.standouts(found.map(\.distance)) {
                suspects.append(
                    Suspect(
                        recording: found[place].recording, machine: machine, score: found[place].distance / middle,
                        deviations: deviations))
            }
        }
        self.suspects = suspects.sorted { ($0.deviations, $1.recording) > ($1.deviations, $0.recording) }
        self.scores = scores
    }

    /// Where positive numbers stand out above the others, and by how many robust standard deviations of their logarithms.
    public static func standouts(_ values: [Double]) -> [(place: Int, deviations: Double)] {
        standouts(logarithms: values.map { log(max($0, .leastNormalMagnitude)) })
    }

    /// The same of numbers that are logarithms, such as those of odds.
    ///
    /// - Parameter least: deviations above the median from which on one may be named.
    public static func standouts(
        logarithms logs: [Double], least: Double = leastDeviations
    ) -> [(place: Int, deviations: Double)] {
        guard logs.count >= leastRecordings else { return [] }
        let middle = median(logs)
        // 1.4826 · MAD is a normal distribution's deviation; scores that hardly differ at all are no ground for an accusation.
        let deviation = max(1.4826 * median(logs.map { abs($0 - middle) }), 0.01)
        let order = logs.indices.sorted { logs[$0] > logs[$1] }
        let heights = order.map { (logs[$0] - middle) / deviation }
        // The lowest place with a gap below it of those that are high enough; half of the recordings are never named.
        let last = (0..<logs.count / 2).last { place in
            heights[place] > least && heights[place] - heights[place + 1] >= leastGap
        }
        guard let last else { return [] }
        return (0...last).map { (order[$0], heights[$0]) }
    }

    // MARK: - Parts

    private static func distances(_ rows: Embeddings) -> [(recording: Int, distance: Double)] {
        let recordings = Set(rows.recordings).count
        guard recordings >= leastRecordings else { return [] }
        let count = min(20, max(3, recordings / 10))
        let reaches = RecordingNeighbours(of: rows, among: rows, count: count).reach(count)
        var sums: [Int: (total: Double, windows: Int)] = [:]
        for (recording, reach) in zip(rows.recordings, reaches) {
            let sum = sums[recording] ?? (0, 0)
            sums[recording] = (sum.total + Double(reach), sum.windows + 1)
        }
        return sums.keys.sorted().compactMap { recording in
            sums[recording].map { (recording, $0.total / Double($0.windows)) }
        }
    }

    private static func thinned(_ rows: Embeddings) -> Embeddings {
        guard rows.count > mostRows else { return rows }
        let step = (rows.count + mostRows - 1) / mostRows
        var seen: [Int: Int] = [:]
        return rows.selecting(
            (0..<rows.count).filter { row in
                defer { seen[rows.recordings[row], default: 0] += 1 }
                return seen[rows.recordings[row], default: 0].isMultiple(of: step)
            })
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }
}
