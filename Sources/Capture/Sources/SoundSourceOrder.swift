/// Which source of sound is wanted.
public enum SoundSourceOrder: Sendable {
    /// A microphone through PortAudio: its name, a part of the name that no other has, its number in ``SoundDevices/list()``, or
    /// `default`. Rate and channels are the device's own where they are not given.
    case microphone(name: String = "default", rate: Double? = nil, channels: Int? = nil)
    /// A sound file, as fast as it is listened to, or at the speed of the sound.
    case file(String, realTime: Bool = false)
    /// A folder, with the folders in it, whose files are read as they become complete; those already there only where that is wished.
    case folder(String, existing: Bool = false)
    /// An address that `ffmpeg` hears: `rtsp://`, `http://`, `rtmp://`, `udp://` … A stream is expected to go on for ever and is sought
    /// again at its end; a recording is better fetched and read as a file.
    case stream(String)
    /// Raw samples on a descriptor, standard input by default. Their writer waits where inspecting does not keep up.
    case rawInput(RawSoundFormat, descriptor: Int32 = 0)
    /// Made-up sound in real time, for demonstrations and for measuring; many sources share one clock and its thread.
    case simulated(SimulatedSound, on: SimulationClock)
}
