/// One rare kind of pixel: a weighted sum of cross-entropy and overlap losses of logits `[batch, 1, row, column]` against
/// masks of the same shape, 0…1.
///
/// With probabilities *p* and mask *g*, sums over all pixels of the batch, and *s* = 1 pixel:
/// - cross-entropy: the mean of `−w·g·log p − (1 − g)·log(1 − p)`, `w` being ``positiveWeight``;
/// - Dice: `1 − (2Σpg + s) / (Σp + Σg + s)` (Milletari et al., V-Net, 2016; theirs squares in the denominator);
/// - focal Tversky: `(1 − (Σpg + s) / (Σpg + α·Σ(1 − p)g + β·Σp(1 − g) + s))^(1/γ)` (Abraham and Khan 2019).
///
/// Overlap is taken over the batch, not a picture: a crop without a crack then has no loss of its own that jumps with one
/// pixel, but its false alarms count against the cracks of the others. Where small defects are to weigh as much as large ones, Dice is taken
/// ``isDiceByPicture``.
public struct SegmentationObjective: TrainingObjective, Hashable {
    /// How missed pixels and false alarms weigh in the focal Tversky loss.
    public struct FocalTversky: Sendable, Hashable, Codable {
        /// Of missed pixels.
        public var alpha: Double
        /// Of false alarms.
        public var beta: Double
        /// The exponent is 1/γ: above 1, the last bit of a good overlap still pulls; below 1 it hardly does.
        public var gamma: Double

        public init(alpha: Double = 0.7, beta: Double = 0.3, gamma: Double = 4.0 / 3) {
            precondition(
                alpha >= 0 && beta >= 0 && gamma > 0, "FocalTversky: alpha \(alpha), beta \(beta), gamma \(gamma)")
            self.alpha = alpha
            self.beta = beta
            self.gamma = gamma
        }
    }

    /// What the best epoch is chosen by.
    public enum Choice: String, Sendable, Hashable, Codable {
        /// The largest F1 of pixels over all thresholds.
        case f1
        case loss
    }

    /// Weight of positive pixels in the cross-entropy.
    public var positiveWeight: Double
    public var crossEntropy: Double
    public var dice: Double
    /// Whether Dice is the mean over pictures that show a defect, each by itself.
    public var isDiceByPicture: Bool
    public var tversky: Double
    public var focalTversky: FocalTversky
    public var choice: Choice

    /// - Parameters:
    ///   - crossEntropy: share of the cross-entropy in the sum.
    ///   - dice: share of the Dice loss.
    ///   - tversky: share of the focal Tversky loss, whose form is `focalTversky`.
    public init(
        positiveWeight: Double = 1, crossEntropy: Double = 1, dice: Double = 1, tversky: Double = 0,
        focalTversky: FocalTversky = FocalTversky(), choice: Choice = .f1, isDiceByPicture: Bool = false
    ) {
        precondition(
            crossEntropy >= 0 && dice >= 0 && tversky >= 0 && crossEntropy + dice + tversky > 0,
            "SegmentationObjective: the shares \(crossEntropy), \(dice), \(tversky) leave nothing to train")
        self.positiveWeight = positiveWeight
        self.crossEntropy = crossEntropy
        self.dice = dice
        self.isDiceByPicture = isDiceByPicture
        self.tversky = tversky
        self.focalTversky = focalTversky
        self.choice = choice
    }

    public func loss(_ output: Tensor, targets: Tensor) throws -> Tensor {
        try Loss.segmentation(
            output, targets: targets, positiveWeight: positiveWeight, crossEntropy: crossEntropy, dice: dice,
            tversky: tversky, alpha: focalTversky.alpha, beta: focalTversky.beta, gamma: focalTversky.gamma,
            byPicture: isDiceByPicture)
    }

    public func makeTally() -> any ValidationTally { SegmentationTally(choice: choice) }
}

/// Pixels by level of probability, so that every threshold can be tried after one pass.
private struct SegmentationTally: ValidationTally {
    let choice: SegmentationObjective.Choice
    var levels = LevelHistogram()

    init(choice: SegmentationObjective.Choice) { self.choice = choice }

    mutating func add(_ output: Tensor, targets: Tensor) throws { try levels.add(logits: output, targets: targets) }

    func figures(loss: Double) -> ValidationFigures {
        let best = levels.bestF1
        return ValidationFigures(
            value: choice == .f1 ? best.f1 : -loss, loss: loss, f1: best.f1, threshold: (Double(best.level) - 0.5) / 255
        )
    }
}
