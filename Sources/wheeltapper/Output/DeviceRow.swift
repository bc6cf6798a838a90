import Capture
import InspectionTypes

/// A microphone as `devices` shows it.
struct DeviceRow: Encodable, Equatable {
    var number: Int
    var name: String
    var host: String
    /// At most.
    var channels: Int
    /// Hertz.
    var defaultRate: Double
    /// Those of the usual rates that it does, in hertz.
    var rates: [Double]
    /// Whether it is used when none is named.
    var isDefault: Bool

    init(_ device: SoundDevice, rates: [Double]) {
        (number, name, host) = (device.number, device.name, device.host)
        (channels, defaultRate) = (device.channelCount, device.defaultRate)
        self.rates = rates
        isDefault = device.isDefault
    }

    static func text(_ rows: [DeviceRow], folder: SoundFolder) -> String {
        guard !rows.isEmpty else { return "No microphone is to be found: \(folder.mend)." }
        var table = TextTable(
            header: ["number", "name", "channels", "default rate", "rates (kHz)", "through"], numbers: [0, 2, 3])
        for row in rows {
            let rates = row.rates.isEmpty ? "none now: is it in use?" : row.rates.map(kilohertz).joined(separator: " ")
            table.rows.append([
                "\(row.number)", row.name + (row.isDefault ? " (default)" : ""), "\(row.channels)",
                "\(kilohertz(row.defaultRate)) kHz", rates, row.host,
            ])
        }
        return table.text
    }

    /// `44.1`, `48`.
    private static func kilohertz(_ rate: Double) -> String {
        let value = (rate / 10).rounded() / 100
        return value == value.rounded() ? "\(Int(value))" : "\(value)"
    }
}

/// A camera as `devices` shows it.
struct CameraRow: Encodable, Equatable {
    var path: String
    var name: String

    init(_ camera: Camera) { (path, name) = (camera.path, camera.name) }

    static func text(_ rows: [CameraRow]) -> String {
        guard !rows.isEmpty else {
            return "No camera is to be found: plug one in; in a container, hand it in (--device /dev/video0)."
        }
        return TextTable(header: ["camera", "name"], rows: rows.map { [$0.path, $0.name] }).text
    }
}

struct DeviceList: Encodable {
    var devices: [DeviceRow]
    var cameras: [CameraRow]
}
