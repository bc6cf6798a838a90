extension SoundDevice {
    /// The device that a user means: `default`, its number, its name, or a part of the name that no other has; capitals are as good as
    /// small letters.
    ///
    /// - Throws: ``CaptureError`` where none is meant, or more than one.
    static func chosen(_ wish: String, among devices: [SoundDevice]) throws -> SoundDevice {
        let wanted = wish.lowercased()
        let isUsual = wanted == "default" || wanted.isEmpty
        guard !devices.isEmpty else {
            throw CaptureError(
                .deviceMissing,
                (isUsual ? "" : "'\(wish)' is no file or folder, nor a microphone here: ")
                    + "no microphone is to be found: plug one in; in a container, hand in the sound devices (--device /dev/snd)"
            )
        }
        if isUsual { return devices.first(where: \.isDefault) ?? devices[0] }
        if let number = Int(wanted), let device = devices.first(where: { $0.number == number }) { return device }
        for isMeant in [{ $0 == wanted }, { $0.contains(wanted) }] as [(String) -> Bool] {
            let meant = devices.filter { isMeant($0.name.lowercased()) }
            guard let first = meant.first else { continue }
            guard meant.count == 1 else {
                throw CaptureError(
                    .deviceAmbiguous,
                    "microphone '\(wish)': more than one is meant (\(listed(meant))): give a longer part of the name, or its number"
                )
            }
            return first
        }
        throw CaptureError(
            .deviceMissing,
            "'\(wish)' is no file or folder, and there is no microphone of that name; there are \(listed(devices)). 'wheeltapper devices' says more"
        )
    }

    /// The same device after it was gone: of the same name, or of the same but for its place where that is one only.
    func found(among devices: [SoundDevice]) -> SoundDevice? {
        if let same = devices.first(where: { $0.name == name && $0.host == host }) { return same }
        let alike = devices.filter { $0.lastingName == lastingName && $0.host == host }
        return alike.count == 1 ? alike[0] : nil
    }

    private static func listed(_ devices: [SoundDevice]) -> String {
        devices.map { "\($0.number) '\($0.name)'" }.joined(separator: ", ")
    }
}
