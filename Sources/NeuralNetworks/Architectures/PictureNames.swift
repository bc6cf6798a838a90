/// Names of the inputs and outputs of networks for pictures.
public enum PictureNames {
    /// `[batch, channel, row, column]`, values 0…1.
    public static let picture = "picture"
    /// `[batch, feature]`.
    public static let embedding = ClassifierNames.embedding
    /// `[batch, class]` of a classifier, `[batch, 1, row, column]` of a segmenter.
    public static let logits = ClassifierNames.logits
    /// `[batch, class]`, of a classifier.
    public static let probabilities = ClassifierNames.probabilities
    /// `[batch, class, row, column]`, of a classifier: which places speak for a class, on the scale of logits.
    public static let activationMap = "activation_map"
    /// `[batch, 1, row, column]`, of a segmenter.
    public static let probability = "probability"
}
