/// A device that hears.
public struct SoundDevice: Sendable, Equatable {
    /// Its number in PortAudio's list; it changes when devices come and go.
    public var number: Int
    /// Which list that number is of.
    var list: UInt32 = 0
    public var name: String
    /// The sound system through which it is reached: ALSA, JACK …
    public var host: String
    /// How many channels it has at most.
    public var channelCount: Int
    /// Hertz.
    public var defaultRate: Double
    /// Whether it is the one that is used when none is named.
    public var isDefault: Bool

    public init(
        number: Int, name: String, host: String, channelCount: Int, defaultRate: Double, isDefault: Bool = false
    ) {
        self.number = number
        self.name = name
        self.host = host
        self.channelCount = channelCount
        self.defaultRate = defaultRate
        self.isDefault = isDefault
    }

    /// Its name without the place where ALSA has it at the moment: `USB Audio: - (hw:1,0)` is `USB Audio: -` in any socket.
    var lastingName: String {
        guard name.hasSuffix(")"), let open = name.firstRange(of: " (hw:") else { return name }
        return String(name[..<open.lowerBound])
    }
}
