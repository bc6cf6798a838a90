/// A spectrum's bands read at other places of its axis: linearly between two bands, the end bands held beyond the ends.
///
/// With `p(k)` the place that band `k` is read at, `v'(k) = (1 − s)·v(⌊p⌋) + s·v(⌊p⌋ + 1)`, `s = p(k) − ⌊p(k)⌋`. The places are worked out once
/// for as many spectra as there are.
public struct BandPlaces: Sendable {
    private let places: [(lower: Int, upper: Int, share: Float)]

    /// - Parameter place: where a band is read, in bands from the first.
    public init(count: Int, at place: (Double) -> Double) {
        places = (0..<count).map { band in
            let wanted = min(max(place(Double(band)), 0), Double(count - 1))
            let lower = Int(wanted)
            return (lower, min(lower + 1, count - 1), Float(wanted - Double(lower)))
        }
    }

    /// Reads a spectrum of as many bands as there are places.
    public func read(_ values: UnsafeBufferPointer<Float>, into result: UnsafeMutableBufferPointer<Float>) {
        precondition(
            values.count == places.count && result.count == places.count,
            "BandPlaces.read: \(values.count) bands into \(result.count), \(places.count) places")
        for (band, place) in places.enumerated() {
            result[band] = values[place.lower] + place.share * (values[place.upper] - values[place.lower])
        }
    }

    /// A spectrum of as many bands as there are places.
    public func read(_ values: [Float]) -> [Float] {
        [Float](unsafeUninitializedCapacity: values.count) { result, count in
            values.withUnsafeBufferPointer {
                read($0, into: UnsafeMutableBufferPointer(rebasing: result[..<values.count]))
            }
            count = values.count
        }
    }
}
