public import InspectionTypes

/// All that an evaluation keeps of one picture's anomaly map: how often each score occurs on sound pixels and in each defect.
///
/// Scores are told apart to one part in 2048 of their size.
///
/// ```swift
/// let tally = try PixelTally(name: item.path, scores: map, width: 256, height: 256, truth: mask)
/// let figures = try PixelEvaluation(tallies)
/// ```
public struct PixelTally: Sendable, Hashable {
    /// How often a score occurs.
    struct Entry: Sendable, Hashable {
        /// Rises with the score.
        var rank: UInt32
        var count: Int32
    }

    /// File as a person knows it.
    public let name: String
    /// Pixels without a defect.
    let background: [Entry]
    /// `[defect]`: pixels of each connected piece of the true mask.
    let defects: [[Entry]]

    public var hasDefect: Bool { !defects.isEmpty }

    /// - Parameters:
    ///   - scores: `[row, column]`, of the mask's size; larger means more anomalous.
    ///   - truth: Pixels that touch, also at their corners, are one defect.
    /// - Throws: ``EvaluationError`` where sizes differ or a score is no number.
    public init(name: String, scores: [Float], width: Int, height: Int, truth: Mask) throws(EvaluationError) {
        guard width == truth.width, height == truth.height, scores.count == width * height else {
            throw EvaluationError(
                .shape,
                "\(name): the map has \(width)×\(height) pixels (\(scores.count) scores), the mask \(truth.width)×\(truth.height); a mask must have its picture's size"
            )
        }
        if let index = scores.firstIndex(where: { !$0.isFinite }) {
            throw EvaluationError(
                .notFinite, "\(name): the map's score at row \(index / width), column \(index % width) is no number")
        }
        let pieces = MaskPieces(truth)
        var ranks = [[UInt32]](repeating: [], count: pieces.count + 1)
        for index in scores.indices { ranks[Int(pieces.labels[index])].append(Self.rank(scores[index])) }
        self.name = name
        background = Self.entries(&ranks[0])
        defects = (1..<ranks.count).map { Self.entries(&ranks[$0]) }
    }

    /// The upper 20 bits of a number whose order is the float's.
    private static func rank(_ score: Float) -> UInt32 {
        let bits = (score == 0 ? Float(0) : score).bitPattern
        return (bits & 0x8000_0000 == 0 ? bits | 0x8000_0000 : ~bits) >> 12
    }

    private static func entries(_ ranks: inout [UInt32]) -> [Entry] {
        ranks.sort()
        var entries: [Entry] = []
        for rank in ranks {
            if let last = entries.indices.last, entries[last].rank == rank {
                entries[last].count += 1
            } else {
                entries.append(Entry(rank: rank, count: 1))
            }
        }
        return entries
    }
}

/// A mask's connected pieces, where also corners connect.
struct MaskPieces {
    /// Row by row: 0 for the background, else the piece's number from 1.
    let labels: [Int32]
    let count: Int

    init(_ mask: Mask) {
        var labels = [Int32](repeating: 0, count: mask.values.count)
        var (count, open): (Int32, [Int]) = (0, [])
        for start in mask.values.indices where mask.values[start] != 0 && labels[start] == 0 {
            count += 1
            labels[start] = count
            open.append(start)
            while let index = open.popLast() {
                let (x, y) = (index % mask.width, index / mask.width)
                for row in max(0, y - 1)...min(mask.height - 1, y + 1) {
                    for column in max(0, x - 1)...min(mask.width - 1, x + 1) {
                        let next = row * mask.width + column
                        guard mask.values[next] != 0, labels[next] == 0 else { continue }
                        labels[next] = count
                        open.append(next)
                    }
                }
            }
        }
        self.labels = labels
        self.count = Int(count)
    }
}
