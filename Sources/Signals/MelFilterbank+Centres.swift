public import InspectionTypes

extension LogMelSettings {
    /// The peak of each band's triangle, in hertz, rising.
    public var bandCentres: [Double] {
        let lowest = MelScale.mel(lowestFrequency, scale)
        let step = (MelScale.mel(highestFrequency, scale) - lowest) / Double(bandCount + 1)
        return (1...bandCount).map { MelScale.hertz(lowest + step * Double($0), scale) }
    }
}
