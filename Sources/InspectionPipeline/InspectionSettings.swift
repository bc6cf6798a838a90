public import InspectionTypes

/// What a user may ask of an inspection beside what the model's card says.
public struct InspectionSettings: Sendable, Equatable {
    /// Channels of a sound listened to instead of the card's choice.
    public var channels: ChannelChoice?
    /// Of a segmenter: look at every tile four times, as it is and mirrored along either axis and both, and take the mean.
    public var flips: Bool
    /// The side of a picture's pixel, for measures of regions in millimetres.
    public var millimetresPerPixel: Double?
    /// Of a detector: the machine that all recordings are of, as the card names it. An ``InspectionOrder/machine`` goes before it.
    public var machine: String?

    public init(
        channels: ChannelChoice? = nil, flips: Bool = false, millimetresPerPixel: Double? = nil,
        machine: String? = nil
    ) {
        self.channels = channels
        self.flips = flips
        self.millimetresPerPixel = millimetresPerPixel
        self.machine = machine
    }
}
