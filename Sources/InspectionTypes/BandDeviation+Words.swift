extension BandDeviation {
    /// `8.4 dB louder than normal at 1.2–1.6 kHz, from 2.0 to 4.5 s (5.1 deviations)`.
    public var words: String {
        "\(DecimalText.fixed(abs(decibels), digits: 1)) dB \(way) than normal at \(band), from \(DecimalText.fixed(start, digits: 1)) "
            + "to \(DecimalText.fixed(end, digits: 1)) s (\(DecimalText.fixed(abs(deviations), digits: 1)) deviations)"
    }

    /// `8 dB louder than normal at 1.2–1.6 kHz from 2.0 s`; without a time where it is so from the start.
    public var shortWords: String {
        "\(DecimalText.fixed(abs(decibels), digits: 0)) dB \(way) than normal at \(band)"
            + (start > 0 ? " from \(DecimalText.fixed(start, digits: 1)) s" : "")
    }

    private var way: String { decibels < 0 ? "quieter" : "louder" }

    /// `250–400 Hz`, `1.2–1.6 kHz`, `1.08–1.12 kHz`.
    private var band: String {
        if highFrequency < 1000 {
            return "\(DecimalText.fixed(lowFrequency, digits: 0))–\(DecimalText.fixed(highFrequency, digits: 0)) Hz"
        }
        // A narrow band's ends shall differ in what is read of them.
        let digits = highFrequency - lowFrequency < 200 ? 2 : 1
        let low =
            lowFrequency == 0 ? "0" : DecimalText.fixed(lowFrequency / 1000, digits: lowFrequency < 100 ? 2 : digits)
        return "\(low)–"
            + "\(DecimalText.fixed(highFrequency / 1000, digits: digits)) kHz"
    }
}
