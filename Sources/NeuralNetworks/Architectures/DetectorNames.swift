/// Names of a detector's inputs and outputs, beside those of its medium (`features`, `picture`).
public enum DetectorNames {
    /// `[batch, feature]`, before any scorer.
    public static let embedding = ClassifierNames.embedding
    /// `[batch, machine]`: how unlike that machine's normal examples; 0 is the mean of the normal ones, 1 their standard deviation.
    public static let scores = "scores"
    /// `[batch, machine]`: which machine it is; of detectors of several machines.
    public static let probabilities = ClassifierNames.probabilities
    /// `[batch, machine]`: the memory's row that is nearest to the embedding, as a float; of detectors with a memory of examples.
    public static let nearest = "nearest"
    /// `[batch, 1, row, column]`, on the scale of ``scores``; of detectors of pictures.
    public static let anomalyMap = "anomaly_map"
}
