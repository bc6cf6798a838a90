#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
import InspectionTypes
import Signals

/// Changes a window into one of an invented class.
struct InventedChange {
    let kind: InventedClasses.Kind
    let logMel: LogMelSettings

    private var scale: FeatureScale { FeatureScale(logMel) }

    /// - Parameter another: a window of another recording; changed on the way, and only read where the kind needs it.
    func apply(
        to window: WindowView, another: UnsafeMutableBufferPointer<Float>?, using generator: inout SeededGenerator
    ) {
        switch kind {
        case .stretch(let range):
            let factor = Double(Self.draw(range, &generator))
            Self.readBands(of: window) { $0 * factor }
        case .shift(let range):
            let bands = Double(Self.draw(range, &generator))
            Self.readBands(of: window) { $0 + bands }
        case .speed(let range): play(window, speed: Self.draw(range, &generator))
        case .tempo(let range): Self.read(window, speed: Self.draw(range, &generator))
        case .reversal: Self.reverse(window)
        case .mixture(let decibels):
            let ratio = Self.draw(decibels, &generator)
            if let another { NoiseMixing.mix(another, into: window, ratioDecibels: ratio, scale: scale) }
        case .exchange:
            if let another {
                Self.exchange(
                    window, WindowView(another, frameCount: window.frameCount, bandCount: window.bandCount))
            }
        }
    }

    private static func draw(_ range: ClosedRange<Float>, _ generator: inout SeededGenerator) -> Float {
        range.lowerBound + (range.upperBound - range.lowerBound) * Float(generator.nextUniform())
    }

    private static func readBands(of window: WindowView, at place: (Double) -> Double) {
        let bands = window.bandCount
        let places = BandPlaces(count: bands, at: place)
        withUnsafeTemporaryAllocation(of: Float.self, capacity: bands) { row in
            for frame in 0..<window.frameCount {
                let values = UnsafeMutableBufferPointer(
                    rebasing: window.values[frame * bands..<(frame + 1) * bands])
                _ = row.initialize(from: values)
                places.read(UnsafeBufferPointer(row), into: values)
            }
        }
    }

    /// What the samples, read so many times as fast, would have given.
    ///
    /// Energy that is spread over more hertz is as much thinner, `1 / s` a hertz; a filterbank of areas 1 measures it by the hertz.
    private func play(_ window: WindowView, speed: Float) {
        let places = logMel.bandPlaces(ofCentresTimes: 1 / Double(speed))
        Self.readBands(of: window) { places[Int($0)] }
        Self.read(window, speed: speed)
        guard logMel.normalization == .slaney else { return }
        let thinner = 10 * log10(speed) * scale.perDecibel
        for index in window.values.indices { window.values[index] = max(window.values[index] - thinner, scale.floor) }
    }

    /// Every frame read at another time, linearly between two, the window taken for a ring.
    private static func read(_ window: WindowView, speed: Float) {
        let (frames, bands) = (window.frameCount, window.bandCount)
        withUnsafeTemporaryAllocation(of: Float.self, capacity: window.values.count) { before in
            _ = before.initialize(from: window.values)
            for frame in 0..<frames {
                let place = Float(frame) * speed
                let (lower, share) = (Int(place), place - place.rounded(.down))
                let (first, second) = (lower % frames * bands, (lower + 1) % frames * bands)
                for band in 0..<bands {
                    let (a, b) = (before[first + band], before[second + band])
                    window.values[frame * bands + band] = a + share * (b - a)
                }
            }
        }
    }

    private static func reverse(_ window: WindowView) {
        let bands = window.bandCount
        for frame in 0..<window.frameCount / 2 {
            let (first, second) = (frame * bands, (window.frameCount - 1 - frame) * bands)
            for band in 0..<bands { window.values.swapAt(first + band, second + band) }
        }
    }

    private static func exchange(_ window: WindowView, _ other: WindowView) {
        for band in 0..<window.bandCount {
            let (mean, deviation) = statistics(of: window, band)
            let (otherMean, otherDeviation) = statistics(of: other, band)
            let factor = deviation > 0 ? otherDeviation / deviation : 0
            for frame in 0..<window.frameCount {
                let place = frame * window.bandCount + band
                window.values[place] = (window.values[place] - mean) * factor + otherMean
            }
        }
    }

    /// Over time.
    private static func statistics(of window: WindowView, _ band: Int) -> (mean: Float, deviation: Float) {
        var (sum, squares): (Double, Double) = (0, 0)
        for frame in 0..<window.frameCount {
            let value = Double(window.values[frame * window.bandCount + band])
            sum += value
            squares += value * value
        }
        let count = Double(window.frameCount)
        let variance = max(0, squares / count - sum * sum / (count * count))
        return (Float(sum / count), Float(variance.squareRoot()))
    }
}
