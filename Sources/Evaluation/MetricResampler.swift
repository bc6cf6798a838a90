import InspectionTypes

/// A classifier's figures with their intervals, from counts a cluster: a resample adds up the counts of the clusters it drew, so that
/// nothing is scored again. A cluster is what stands or falls together: a group, or several of them (a session, a machine).
struct MetricResampler {
    /// One cell of a group's confusion matrix that is not 0.
    private struct Cell {
        var index: Int
        var count: Int
    }

    private let classCount: Int
    /// `[group]`: the cells of its items.
    private var cells: [[Cell]]
    /// `[group]`: verdicts on it, and how many were right (more than one for a group of several classes).
    private var judged: [Int]
    private var right: [Int]

    var groupCount: Int { cells.count }

    /// - Parameter groups: the cluster of every item.
    init(truth: [Int], verdicts: [Int], clusters groups: [String], groupVerdicts: [GroupVerdict], classCount: Int) {
        self.classCount = classCount
        var numbers: [String: Int] = [:]
        for group in groups where numbers[group] == nil { numbers[group] = numbers.count }
        var counts = [[Int: Int]](repeating: [:], count: numbers.count)
        for (item, group) in groups.enumerated() {
            guard let number = numbers[group] else { continue }
            counts[number][truth[item] * classCount + verdicts[item], default: 0] += 1
        }
        cells = counts.map { $0.sorted { $0.key < $1.key }.map { Cell(index: $0.key, count: $0.value) } }
        judged = Array(repeating: 0, count: numbers.count)
        right = judged
        for verdict in groupVerdicts {
            guard let item = verdict.items.first, let number = numbers[groups[item]] else { continue }
            judged[number] += 1
            right[number] += verdict.isRight ? 1 : 0
        }
    }

    func metrics(classes: [String], seed: UInt64, resamples: Int) -> ClassifierMetrics {
        let matrix = matrix(draws: Array(repeating: 1, count: groupCount))
        let scores = ClassScores(matrix: matrix, classCount: classCount)
        let support = (0..<classCount).map { row in matrix[(row * classCount)..<((row + 1) * classCount)].reduce(0, +) }
        let expected = support.map { $0 > 0 }

        var columns = [[Double]](repeating: [], count: 6 + 3 * classCount)
        let bootstrap = GroupBootstrap(groupCount: groupCount, resamples: resamples, seed: seed)
        bootstrap.forEachResample { draws in
            let resampled = self.matrix(draws: draws)
            let scores = ClassScores(matrix: resampled, classCount: classCount, expected: expected)
            let values = figures(scores, groupAccuracy: groupAccuracy(draws: draws))
            for (column, value) in values.enumerated() { columns[column].append(value) }
            for index in 0..<classCount where !Self.occurs(index, in: resampled, classCount: classCount) {
                // The resample says nothing of this class.
                for offset in 0..<3 { columns[6 + 3 * index + offset].removeLast() }
            }
        }

        let values = figures(scores, groupAccuracy: groupAccuracy(draws: Array(repeating: 1, count: groupCount)))
        let trials = trials(support: support)
        let metrics = values.indices.map { column in
            ExactBound.widened(bootstrap.metric(values[column], values: &columns[column]), least: trials[column])
        }
        return ClassifierMetrics(
            accuracy: metrics[0], groupAccuracy: metrics[1], balancedAccuracy: metrics[2], precisionMacro: metrics[3],
            recallMacro: metrics[4], f1Macro: metrics[5],
            confusionMatrix: (0..<classCount).map { Array(matrix[($0 * classCount)..<(($0 + 1) * classCount)]) },
            perClass: Dictionary(
                classes.enumerated().map { index, name in
                    let base = 6 + 3 * index
                    return (
                        name,
                        ClassifierMetrics.PerClass(
                            precision: metrics[base], recall: metrics[base + 1], f1: metrics[base + 2],
                            support: support[index]
                        )
                    )
                },
                uniquingKeysWith: { first, _ in first }
            )
        )
    }

    /// Accuracy, group accuracy, balanced accuracy, precision, recall, F1, then precision, recall, F1 a class.
    private func figures(_ scores: ClassScores, groupAccuracy: Double) -> [Double] {
        [
            scores.accuracy, groupAccuracy, scores.balancedAccuracy, scores.precisionMacro, scores.recallMacro,
            scores.f1Macro,
        ]
            + (0..<classCount).flatMap { [scores.precision[$0], scores.recall[$0], scores.f1[$0]] }
    }

    private func matrix(draws: [Int]) -> [Int] {
        var sum = [Int](repeating: 0, count: classCount * classCount)
        for (group, times) in draws.enumerated() where times > 0 {
            for cell in cells[group] { sum[cell.index] += times * cell.count }
        }
        return sum
    }

    private func groupAccuracy(draws: [Int]) -> Double {
        var all = 0
        var hits = 0
        for (group, times) in draws.enumerated() {
            all += times * judged[group]
            hits += times * right[group]
        }
        return all == 0 ? 0 : Double(hits) / Double(all)
    }

    private static func occurs(_ index: Int, in matrix: [Int], classCount: Int) -> Bool {
        (0..<classCount).contains { matrix[index * classCount + $0] > 0 }
    }

    /// The least value a figure may have where no group shows a failure, in the order of ``figures(_:groupAccuracy:)``.
    private func trials(support: [Int]) -> [Double?] {
        let groupsOfClass = (0..<classCount).map { index in
            cells.count { $0.contains { $0.index / classCount == index } }
        }
        let all = ExactBound.leastRate(trials: groupCount)
        let mean = ExactBound.leastMeanRate(trials: groupsOfClass.filter { $0 > 0 })
        return [all, all, mean, mean, mean, mean]
            + groupsOfClass.flatMap { count in
                let least = ExactBound.leastRate(trials: count)
                return [least, least, least]
            }
    }
}
