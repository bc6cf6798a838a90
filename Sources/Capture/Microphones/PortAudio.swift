import CPortAudio
import Glibc

/// PortAudio, started for as long as somebody holds one of these.
final class PortAudio: Sendable {
    /// - Throws: ``CaptureError`` where it cannot be started.
    init() throws {
        var reason: UnsafeMutablePointer<CChar>?
        guard cportaudio_begin(&reason) == 0 else {
            throw CaptureError(
                .soundSystemMissing,
                "the sound system cannot be started (\(Self.taken(reason))): apt-get install libasound2 libasound2-data"
            )
        }
    }

    deinit { cportaudio_end() }

    /// The devices that hear, as they were when the list was made.
    var devices: [SoundDevice] {
        let count = Int(cportaudio_devices(nil, 0))
        let found = [cportaudio_device](unsafeUninitializedCapacity: count) { buffer, written in
            written = min(count, Int(cportaudio_devices(buffer.baseAddress, Int32(count))))
        }
        return found.map { device in
            var found = SoundDevice(
                number: Int(device.number), name: Self.text(device.name), host: Self.text(device.host),
                channelCount: Int(device.channels), defaultRate: device.default_rate, isDefault: device.is_default != 0)
            found.list = device.list
            return found
        }
    }

    /// Looks for devices again, unless a microphone is open.
    func refresh() { _ = cportaudio_refresh() }

    func supports(_ device: SoundDevice, rate: Double, channels: Int) -> Bool {
        cportaudio_supports(Int32(device.number), Int32(channels), rate) == 0
    }

    /// Those of the usual rates that a device does.
    func rates(of device: SoundDevice, channels: Int) -> [Double] {
        Self.usualRates.filter { supports(device, rate: $0, channels: channels) }
    }

    static let usualRates: [Double] = [
        8000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000, 176_400, 192_000,
    ]

    static func taken(_ reason: UnsafeMutablePointer<CChar>?) -> String {
        guard let reason else { return "no reason given" }
        defer { free(reason) }
        return String(cString: reason)
    }

    private static func text(_ field: some Any) -> String {
        withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
