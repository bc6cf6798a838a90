import InspectionTypes

/// A segmenter's figures with their intervals, from counts a group: a resample adds up the counts of the groups it drew.
struct SegmentationResampler {
    private struct Sums {
        var pixels = PixelCounts()
        var tolerant = TolerantCounts()
    }

    /// `[group]`
    private var sums: [Sums]

    init(pixels: [PixelCounts], tolerant: [TolerantCounts], groups: [String]) {
        var numbers: [String: Int] = [:]
        for group in groups where numbers[group] == nil { numbers[group] = numbers.count }
        sums = Array(repeating: Sums(), count: numbers.count)
        for (index, group) in groups.enumerated() {
            guard let number = numbers[group] else { continue }
            sums[number].pixels = sums[number].pixels + pixels[index]
            sums[number].tolerant = sums[number].tolerant + tolerant[index]
        }
    }

    /// Precision, recall, F1, IoU, mean IoU, tolerant F1.
    func metrics(seed: UInt64, resamples: Int) -> [MetricValue] {
        let values = figures(sum(draws: Array(repeating: 1, count: sums.count)))
        let bootstrap = GroupBootstrap(groupCount: sums.count, resamples: resamples, seed: seed)
        var columns = [[Double]](repeating: [], count: values.count)
        bootstrap.forEachResample { draws in
            let drawn = sum(draws: draws)
            // A resample without a defect says nothing of how well defects are found.
            guard drawn.pixels.defects > 0 else { return }
            for (column, value) in figures(drawn).enumerated() { columns[column].append(value) }
        }
        let least = ExactBound.leastRate(trials: sums.count { $0.pixels.defects > 0 })
        return values.indices.map { column in
            ExactBound.widened(bootstrap.metric(values[column], values: &columns[column]), least: least)
        }
    }

    private func figures(_ sums: Sums) -> [Double] {
        let pixels = sums.pixels
        return [pixels.precision, pixels.recall, pixels.f1, pixels.iou, pixels.meanIoU, sums.tolerant.f1]
    }

    private func sum(draws: [Int]) -> Sums {
        var total = Sums()
        for (group, times) in draws.enumerated() where times > 0 {
            total.pixels = total.pixels.adding(sums[group].pixels, times: times)
            total.tolerant = total.tolerant.adding(sums[group].tolerant, times: times)
        }
        return total
    }
}
