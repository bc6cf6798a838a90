/// How fast a backbone is tuned beside its head: `docs/decisions/0008-folded-normalisation.md`.
extension Backbone {
    /// Rates as factors of the head's.
    public struct RateFactors: Sendable, Equatable {
        /// Where every convolution has kept its normalisation.
        public var normalized: Double
        /// Where it was put back: it changes nothing yet, and bears the head's own rate.
        public var restored: Double
        /// Where normalisation was folded into convolutions: nothing holds the activations' scale, so steps are small.
        public var folded: Double

        public init(normalized: Double = 0.5, restored: Double = 1, folded: Double = 0.2) {
            self.normalized = normalized
            self.restored = restored
            self.folded = folded
        }
    }

    /// What the head's learning rate is multiplied with for a parameter: 1 outside the backbone.
    public func rateFactor(_ name: String, factors: RateFactors = RateFactors()) -> Double {
        guard Self.isBackbone(name) else { return 1 }
        if isNormalizationRestored { return factors.restored }
        return foldedConvolutions.isEmpty ? factors.normalized : factors.folded
    }
}
