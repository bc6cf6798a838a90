public import InspectionTypes

extension SegmentationEvaluation {
    /// What a person counts: pictures, not pixels.
    public struct PictureCounts: Sendable, Hashable {
        /// Pictures that show a defect, and where at least part of it was reported.
        public var caught: Int
        public var defective: Int
        /// Pictures that show none, and where something was reported all the same.
        public var marked: Int
        public var sound: Int

        /// Share of the defective pictures that was caught, with Wilson's interval.
        public var detectionRate: MetricValue { ProportionInterval.wilson(caught, of: defective) }
        /// Share of the sound pictures that was marked, with Wilson's interval.
        public var falseAlarmRate: MetricValue { ProportionInterval.wilson(marked, of: sound) }
    }

    public var pictureCounts: PictureCounts {
        let defective = pictures.filter(\.hasDefect)
        let sound = pictures.filter { !$0.hasDefect }
        return PictureCounts(
            caught: defective.count(where: \.isCaught), defective: defective.count,
            marked: sound.count(where: \.isMarked), sound: sound.count
        )
    }

    /// The evaluation in one sentence, without a capital and a full stop:
    /// `found cracks in 52 of 53 pictures that show them; 1 of 23 sound ones was marked`.
    public var headline: String {
        let counts = pictureCounts
        let caught =
            counts.defective == 0
            ? "no picture shows \(Plural.of(defectNoun))"
            : "found \(Plural.of(defectNoun)) in \(counts.caught) of \(counts.defective) \(counts.defective == 1 ? "picture that shows" : "pictures that show") them"
        switch (counts.sound, counts.marked) {
        case (0, _): return caught
        case (_, 0):
            return caught
                + (counts.sound == 1
                    ? "; the sound one was not marked" : "; none of \(counts.sound) sound ones was marked")
        default:
            return caught
                + "; \(counts.marked) of \(counts.sound) sound \(counts.sound == 1 ? "one" : "ones") \(counts.marked == 1 ? "was" : "were") marked"
        }
    }
}
