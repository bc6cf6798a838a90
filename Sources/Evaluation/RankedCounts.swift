/// How many positives and negatives score at or above each distinct score, from the highest down.
enum RankedCounts {
    struct Step {
        var threshold: Double
        var positives: Int
        var negatives: Int
    }

    static func steps(scores: [Double], positives: [Bool]) throws(EvaluationError) -> [Step] {
        if scores.count != positives.count {
            throw EvaluationError(
                .shape, "\(scores.count) scores for \(positives.count) truths: there must be one an item")
        }
        if let item = scores.firstIndex(where: { !$0.isFinite }) {
            throw EvaluationError(
                .notFinite, "item \(item) has the score \(scores[item]), which is not a number to rank by")
        }
        var steps: [Step] = []
        var counts = (positives: 0, negatives: 0)
        let order = scores.indices.sorted { scores[$0] > scores[$1] }
        for (place, item) in order.enumerated() {
            if positives[item] { counts.positives += 1 } else { counts.negatives += 1 }
            let isLastOfEquals = place + 1 == order.count || scores[order[place + 1]] != scores[item]
            if isLastOfEquals {
                steps.append(Step(threshold: scores[item], positives: counts.positives, negatives: counts.negatives))
            }
        }
        return steps
    }
}
