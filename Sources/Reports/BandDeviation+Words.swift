import InspectionTypes

extension BandDeviation {
    /// `8.4 dB louder than normal at 1.2–1.6 kHz, from 2.0 to 4.5 s (5.1 deviations)`.
    var words: String {
        let way = decibels < 0 ? "quieter" : "louder"
        return
            "\(DecimalText.fixed(abs(decibels), digits: 1)) dB \(way) than normal at \(band), \(time) (\(DecimalText.fixed(abs(deviations), digits: 1)) deviations)"
    }

    private var time: String {
        "from \(DecimalText.fixed(start, digits: 1)) to \(DecimalText.fixed(end, digits: 1)) s"
    }

    /// `250–400 Hz`, `1.2–1.6 kHz`.
    private var band: String {
        if highFrequency < 1000 {
            return "\(DecimalText.fixed(lowFrequency, digits: 0))–\(DecimalText.fixed(highFrequency, digits: 0)) Hz"
        }
        return
            "\(DecimalText.fixed(lowFrequency / 1000, digits: lowFrequency < 100 ? 2 : 1))–\(DecimalText.fixed(highFrequency / 1000, digits: 1)) kHz"
    }
}
