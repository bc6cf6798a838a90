/// Figures that follow from a confusion matrix, as plain numbers.
///
/// With *tp*, *fp*, *fn* of a class: precision `tp / (tp + fp)`, recall `tp / (tp + fn)`, F1 `2·tp / (2·tp + fp + fn)`; 0 where the
/// divisor is 0. The macro averages run over the classes that occur in truth or verdicts, balanced accuracy over those that occur in
/// the truth. All equal scikit-learn's with `zero_division=0`.
struct ClassScores: Sendable {
    var accuracy: Double
    var balancedAccuracy: Double
    var precisionMacro: Double
    var recallMacro: Double
    var f1Macro: Double
    var precision: [Double]
    var recall: [Double]
    var f1: [Double]

    /// - Parameters:
    ///   - matrix: Row-major `[truth, verdict]`; weights may stand for counts.
    ///   - expected: Classes that must occur in the truth to be averaged. A resample may lose a class by chance: its recall is then
    ///     unknown, not 0.
    init(matrix: [Int], classCount: Int, expected: [Bool]? = nil) {
        precision = Array(repeating: 0, count: classCount)
        recall = precision
        f1 = precision
        var total = 0
        var correct = 0
        var present = 0
        var averaged = 0
        var recallSum = 0.0
        var sums = (precision: 0.0, recall: 0.0, f1: 0.0)
        for index in 0..<classCount {
            let hits = matrix[index * classCount + index]
            var support = 0
            var taken = 0
            for other in 0..<classCount {
                support += matrix[index * classCount + other]
                taken += matrix[other * classCount + index]
            }
            total += support
            correct += hits
            precision[index] = ratio(hits, taken)
            recall[index] = ratio(hits, support)
            f1[index] = ratio(2 * hits, support + taken)
            if support > 0 {
                present += 1
                recallSum += recall[index]
            }
            let lost = support == 0 && expected?[index] == true
            guard support + taken > 0, !lost else { continue }
            averaged += 1
            sums = (sums.precision + precision[index], sums.recall + recall[index], sums.f1 + f1[index])
        }
        accuracy = ratio(correct, total)
        balancedAccuracy = present == 0 ? 0 : recallSum / Double(present)
        let count = Double(max(averaged, 1))
        precisionMacro = sums.precision / count
        recallMacro = sums.recall / count
        f1Macro = sums.f1 / count
    }
}
