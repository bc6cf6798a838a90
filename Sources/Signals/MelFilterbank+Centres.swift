public import InspectionTypes

extension LogMelSettings {
    /// The peak of each band's triangle, in hertz, rising.
    public var bandCentres: [Double] {
        let lowest = MelScale.mel(lowestFrequency, scale)
        let step = (MelScale.mel(highestFrequency, scale) - lowest) / Double(bandCount + 1)
        return (1...bandCount).map { MelScale.hertz(lowest + step * Double($0), scale) }
    }
    /// Where every band's centre would lie among the bands if frequencies were multiplied by a factor: 0 is the lowest band, 0.5 half way
    /// to the next. May lie beyond both ends.
    public func bandPlaces(ofCentresTimes factor: Double) -> [Double] {
        let lowest = MelScale.mel(lowestFrequency, scale)
        let step = (MelScale.mel(highestFrequency, scale) - lowest) / Double(bandCount + 1)
        return bandCentres.map { (MelScale.mel($0 * factor, scale) - lowest) / step - 1 }
    }
}
