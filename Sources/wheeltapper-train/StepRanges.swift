/// How an epoch's items are cut into steps of a batch each.
struct StepRanges: Sendable {
    let count: Int
    let batchSize: Int
    let steps: Int

    /// For training: a rest of less than half a batch is joined to the last one, too few items for the statistics of a normalisation.
    static func joiningRest(of count: Int, batchSize: Int) -> StepRanges {
        StepRanges(count: count, batchSize: batchSize, steps: max(1, (count + batchSize / 2) / batchSize))
    }

    /// For looking without learning: the rest is a batch of its own.
    static func covering(_ count: Int, batchSize: Int) -> StepRanges {
        StepRanges(count: count, batchSize: batchSize, steps: (count + batchSize - 1) / batchSize)
    }

    /// The items of a step, counted from 0.
    subscript(step: Int) -> Range<Int> {
        step * batchSize..<(step == steps - 1 ? count : min(count, (step + 1) * batchSize))
    }
}
