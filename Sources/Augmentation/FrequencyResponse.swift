import InspectionTypes

/// A random response of room, sensor and distance: a gain a band, straight in decibels between a few corners.
///
/// Corners at the first and last band and at random ones between them, each with a gain drawn evenly from `±responseDecibels`; the level is
/// drawn in the same stroke. Source: Nam, Kim and Park, "FilterAugment: an acoustic environmental data augmentation method", ICASSP 2022.
enum FrequencyResponse {
    static func apply(
        _ settings: SoundAugmentation, scale: FeatureScale, to window: WindowView,
        using generator: inout SeededGenerator
    ) {
        guard settings.gainDecibels > 0 || settings.responseDecibels > 0 else { return }
        let level = generator.nextSymmetric(settings.gainDecibels)
        var gains =
            settings.responseDecibels > 0
            ? response(settings, bandCount: window.bandCount, using: &generator)
            : Array(repeating: 0, count: window.bandCount)
        for band in gains.indices { gains[band] = (gains[band] + level) * scale.perDecibel }
        let floor = scale.floor
        gains.withUnsafeBufferPointer { gains in
            for frame in 0..<window.frameCount {
                let row = UnsafeMutableBufferPointer(
                    rebasing: window.values[frame * window.bandCount..<(frame + 1) * window.bandCount])
                for band in 0..<gains.count { row[band] = max(row[band] + gains[band], floor) }
            }
        }
    }

    /// Decibels a band.
    static func response(_ settings: SoundAugmentation, bandCount: Int, using generator: inout SeededGenerator)
        -> [Float]
    {
        let corners = max(2, min(settings.responseCorners, bandCount))
        var places = [0] + (0..<corners - 2).map { _ in generator.nextIndex(through: bandCount - 1) } + [bandCount - 1]
        places.sort()
        let heights = places.map { _ in generator.nextSymmetric(settings.responseDecibels) }
        var gains = Array(repeating: Float(0), count: bandCount)
        for corner in 1..<places.count {
            let (from, to) = (places[corner - 1], places[corner])
            for band in from...to {
                let share = to > from ? Float(band - from) / Float(to - from) : 0
                gains[band] = heights[corner - 1] + share * (heights[corner] - heights[corner - 1])
            }
        }
        return gains
    }
}
