/// One line of a training's diary, as it stands in `epochs.csv` and in the trainer's progress.
public struct EpochRecord: Sendable, Codable, Hashable {
    /// From 1.
    public var epoch: Int
    public var trainLoss: Double
    public var validationLoss: Double?
    public var validationAccuracy: Double?
    /// Of a segmenter: F1 of the defect's pixels.
    public var validationF1: Double?
    /// At the epoch's end.
    public var learningRate: Double
    /// Wall time of the epoch, validation included.
    public var seconds: Double
    /// Windows, pictures or crops trained on a second.
    public var itemsPerSecond: Double
    /// Whether these weights were the best so far.
    public var isBest: Bool

    enum CodingKeys: String, CodingKey {
        case epoch
        case trainLoss = "train_loss"
        case validationLoss = "validation_loss"
        case validationAccuracy = "validation_accuracy"
        case validationF1 = "validation_f1"
        case learningRate = "learning_rate"
        case seconds
        case itemsPerSecond = "items_per_second"
        case isBest = "is_best"
    }

    public init(
        epoch: Int, trainLoss: Double, validationLoss: Double? = nil, validationAccuracy: Double? = nil,
        validationF1: Double? = nil, learningRate: Double, seconds: Double, itemsPerSecond: Double,
        isBest: Bool = false
    ) {
        self.epoch = epoch
        self.trainLoss = trainLoss
        self.validationLoss = validationLoss
        self.validationAccuracy = validationAccuracy
        self.validationF1 = validationF1
        self.learningRate = learningRate
        self.seconds = seconds
        self.itemsPerSecond = itemsPerSecond
        self.isBest = isBest
    }
}
