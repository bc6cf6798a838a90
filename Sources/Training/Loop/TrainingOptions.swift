/// The numbers of a training.
public struct TrainingOptions: Sendable, Codable, Equatable {
    public var epochs: Int
    /// The highest rate of warm-up and cosine.
    public var learningRate: Double
    /// Share of all steps that the rate rises in.
    public var warmUpShare: Double
    /// The rate at the end of the cosine, as a share of the highest; 1 for a rate that stays.
    public var floorShare: Double
    public var weightDecay: Double
    /// Largest joint norm of the gradients; `nil` for any.
    public var gradientNorm: Double?
    /// Decay of the moving average of the weights that is validated and kept; `nil` for none.
    public var averageDecay: Double?
    /// Epochs without a better validation figure after which to stop; `nil` never stops early.
    public var patience: Int?
    /// Epochs after which what was frozen is trained too; `nil` leaves it frozen.
    public var unfreezeAfter: Int?
    /// bfloat16 where that is safe.
    public var mixedPrecision: Bool
    public var seed: UInt64

    public init(
        epochs: Int, learningRate: Double = 2e-3, warmUpShare: Double = 0.1, floorShare: Double = 0,
        weightDecay: Double = 0.02, gradientNorm: Double? = 5,
        averageDecay: Double? = nil, patience: Int? = nil, unfreezeAfter: Int? = nil, mixedPrecision: Bool = false,
        seed: UInt64 = 0
    ) {
        self.epochs = epochs
        self.learningRate = learningRate
        self.warmUpShare = warmUpShare
        self.floorShare = floorShare
        self.weightDecay = weightDecay
        self.gradientNorm = gradientNorm
        self.averageDecay = averageDecay
        self.patience = patience
        self.unfreezeAfter = unfreezeAfter
        self.mixedPrecision = mixedPrecision
        self.seed = seed
    }

    /// Plain Adam at one rate from the first step to the last, as older recipes have it: no decay of weights, no clipping.
    public static func plainAdam(epochs: Int, learningRate: Double = 1e-3, seed: UInt64 = 0) -> TrainingOptions {
        TrainingOptions(
            epochs: epochs, learningRate: learningRate, warmUpShare: 0, floorShare: 1, weightDecay: 0,
            gradientNorm: nil, seed: seed)
    }
}
