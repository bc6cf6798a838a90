import CPortAudio

/// The microphones of this machine.
public enum SoundDevices {
    /// All devices that hear, looked for now (unless a microphone is open: then as they were found last).
    ///
    /// - Throws: ``CaptureError`` where the sound system cannot be started. No device is no error.
    public static func list() throws -> [SoundDevice] {
        let portAudio = try PortAudio()
        portAudio.refresh()
        return portAudio.devices
    }

    /// Those of the usual sample rates, in hertz, that a device does with so many channels; it is opened for a moment with each.
    ///
    /// - Throws: ``CaptureError`` where the sound system cannot be started.
    public static func rates(of device: SoundDevice, channels: Int) throws -> [Double] {
        try PortAudio().rates(of: device, channels: channels)
    }

    /// `PortAudio V19.6.0-devel`.
    public static var version: String {
        let text = String(cString: cportaudio_version())
        return String(text.prefix { $0 != "," })
    }
}
