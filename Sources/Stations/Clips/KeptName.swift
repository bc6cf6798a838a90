import FoundationEssentials
import InspectionTypes

/// How what is kept of a defect is called.
enum KeptName {
    /// `FOLDER/SOURCE/2026-11-21/20-33-09.500_crack`, and by the recording and the place in it where no time is known.
    ///
    /// - Parameter position: in seconds; `nil` where the recording has no length.
    static func stem(
        in folder: String, source: String, label: String, time: Date?, recording: String?, position: Double?
    ) -> String {
        var folder = folder + "/" + safe(source)
        var stem: String
        if let time {
            let text = time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
            let parts = text.dropLast().split(separator: "T")
            folder += "/\(parts[0])"
            stem = String(parts[1]).replacing(":", with: "-")
        } else {
            stem = safe(String(recording.map { $0.split(separator: "/").last ?? "" } ?? ""))
            if let position { stem += "_" + DecimalText.fixed(position, digits: 1) + "s" }
        }
        return "\(folder)/\(stem)_\(safe(label))"
    }

    /// A name that any file system takes.
    static func safe(_ text: String) -> String {
        let safe = text.unicodeScalars.map { scalar in
            scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-_.".unicodeScalars.contains(scalar)
                ? Character(scalar) : "-"
        }
        let name = String(String(safe).drop { $0 == "." }.prefix(80))
        return name.isEmpty ? "source" : name
    }
}
