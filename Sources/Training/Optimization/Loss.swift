import CTorch

/// What training makes small: scalars to call `backward()` on, computed in float32 whatever the precision of the outputs.
public enum Loss {
    /// Cross-entropy of softmax with soft targets: `−1/batch · Σ weight[c] · target[b, c] · log softmax(logits)[b, c]`.
    ///
    /// - Parameters:
    ///   - logits: `[batch, class]`.
    ///   - targets: probabilities, `[batch, class]`; each row adds up to 1.
    ///   - labelSmoothing: share of each target that is spread evenly over all classes.
    ///   - classWeights: `[class]`. The mean is over the batch, not over the weights, as targets may be mixtures.
    public static func crossEntropy(
        _ logits: Tensor, targets: Tensor, labelSmoothing: Double = 0, classWeights: Tensor? = nil
    ) throws -> Tensor {
        try Tensor(wt_cross_entropy(logits.handle, targets.handle, classWeights?.handle, labelSmoothing))
    }

    /// Cross-entropy of independent yes/no outputs, the mean over all elements.
    ///
    /// - Parameters:
    ///   - logits: any shape.
    ///   - targets: 0…1, the same shape.
    ///   - positiveWeights: weight of the positive part, broadcast to the shape.
    public static func binaryCrossEntropy(
        _ logits: Tensor, targets: Tensor, positiveWeights: Tensor? = nil
    ) throws -> Tensor {
        try Tensor(wt_binary_cross_entropy(logits.handle, targets.handle, positiveWeights?.handle))
    }

    /// `mean((output − target)²)` over all elements.
    public static func meanSquaredError(_ output: Tensor, targets: Tensor) throws -> Tensor {
        try Tensor(wt_mean_squared_error(output.handle, targets.handle))
    }

    /// A weighted sum of cross-entropy, Dice and focal Tversky losses over masks; formulas at ``SegmentationObjective``.
    ///
    /// - Parameters:
    ///   - logits: any shape.
    ///   - targets: 0…1, the same shape.
    ///   - crossEntropy: share of the cross-entropy; one of 0 is not computed, as with the other shares.
    ///   - alpha: weight of missed pixels in the Tversky quotient.
    ///   - beta: weight of false alarms.
    ///   - gamma: the Tversky loss is raised to `1/gamma`.
    ///   - byPicture: whether Dice is the mean over pictures that have a marked pixel.
    public static func segmentation(
        _ logits: Tensor, targets: Tensor, positiveWeight: Double = 1, crossEntropy: Double, dice: Double,
        tversky: Double = 0, alpha: Double = 0.7, beta: Double = 0.3, gamma: Double = 4.0 / 3, byPicture: Bool = false
    ) throws -> Tensor {
        try Tensor(
            wt_segmentation_loss(
                logits.handle, targets.handle, positiveWeight, crossEntropy, dice, tversky, alpha, beta, gamma,
                byPicture ? 1 : 0))
    }

    /// Cross-entropy over angles to class centres, formulas at ``AngularMarginObjective``.
    ///
    /// - Parameters:
    ///   - cosines: `[batch, class · centre]`, the centres of a class side by side.
    ///   - targets: shares, `[batch, class]`.
    ///   - margin: in radians.
    ///   - keepsNearest: whether a class is its nearest centre alone, and not all of them together.
    public static func angularMargin(
        _ cosines: Tensor, targets: Tensor, scale: Double, margin: Double = 0, keepsNearest: Bool = false
    ) throws -> Tensor {
        try Tensor(
            wt_angular_margin_loss(cosines.handle, targets.handle, scale, margin, keepsNearest ? 1 : 0))
    }
}
