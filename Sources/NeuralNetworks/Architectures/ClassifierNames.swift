/// Names of a classifier's outputs, whatever it takes.
public enum ClassifierNames {
    /// `[batch, feature]`.
    public static let embedding = "embedding"
    /// `[batch, class]`.
    public static let logits = "logits"
    /// `[batch, class]`.
    public static let probabilities = "probabilities"
}
