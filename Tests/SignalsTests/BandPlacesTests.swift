import InspectionTypes
import Signals
import Testing

@Suite("Places among mel bands")
struct BandPlacesTests {
    private static let settings = LogMelSettings(
        sampleRate: 16_000, fftLength: 1024, windowLength: 1024, hopLength: 512, bandCount: 128, lowestFrequency: 0,
        highestFrequency: 8000, compression: .naturalLogarithm(offset: 1e-8))

    @Test("without a factor every band stands at its own place")
    func identity() {
        for (band, place) in Self.settings.bandPlaces(ofCentresTimes: 1).enumerated() {
            #expect(abs(place - Double(band)) <= 1e-9)
        }
    }

    @Test("a place between two bands has a frequency between theirs, that of the centre times the factor")
    func between() {
        let centres = Self.settings.bandCentres
        for (band, place) in Self.settings.bandPlaces(ofCentresTimes: 1.3).enumerated() where place < 127 {
            let wanted = 1.3 * centres[band]
            #expect(centres[Int(place)] <= wanted + 1e-6 && wanted <= centres[Int(place) + 1] + 1e-6, "band \(band)")
        }
        // Above 1 kHz Slaney's scale is logarithmic: a factor is a number of bands.
        let places = Self.settings.bandPlaces(ofCentresTimes: 1.1)
        let shifts = centres.indices.filter { centres[$0] > 1000 }.map { places[$0] - Double($0) }
        #expect(shifts.allSatisfy { abs($0 - shifts[0]) <= 1e-9 })
    }
}
