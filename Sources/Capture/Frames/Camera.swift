import FoundationEssentials

/// A camera of this machine (Video4Linux).
public struct Camera: Sendable, Equatable {
    /// `/dev/video0`.
    public var path: String
    /// As its driver names it.
    public var name: String

    public init(path: String, name: String) {
        self.path = path
        self.name = name
    }

    /// Those that the system knows, by number. A camera may have several devices of one name, of which mostly the first gives pictures.
    ///
    /// - Parameter folder: where the system lists them.
    public static func list(in folder: String = "/sys/class/video4linux") -> [Camera] {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let numbered = entries.compactMap { entry in
            entry.hasPrefix("video") ? Int(entry.dropFirst(5)).map { (number: $0, entry: entry) } : nil
        }
        return numbered.sorted { $0.number < $1.number }.map { _, entry in
            let bytes = FileManager.default.contents(atPath: "\(folder)/\(entry)/name") ?? Data()
            let name = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).first
            return Camera(path: "/dev/" + entry, name: name.map(String.init) ?? entry)
        }
    }

    /// The camera that a user means: `default`, its number, its path, its name, or a part of the name; of several devices of one name
    /// the first.
    ///
    /// - Throws: ``CaptureError`` where none is meant, or cameras of different names.
    public static func chosen(_ wish: String, among cameras: [Camera] = list()) throws -> Camera {
        let wanted = wish.lowercased()
        if let exact = cameras.first(where: { $0.path == wish || $0.path == "/dev/video" + wanted }) { return exact }
        let meant = wanted == "default" ? cameras : cameras.filter { $0.name.lowercased().contains(wanted) }
        let listed = cameras.map { "\($0.path) '\($0.name)'" }.joined(separator: ", ")
        guard let first = meant.first else {
            throw CaptureError(
                .deviceMissing,
                cameras.isEmpty
                    ? "'\(wish)' is no file or folder, nor a camera here: no camera is to be found: plug one in; in a container, hand it in (--device /dev/video0)"
                    : "'\(wish)' is no file or folder, and there is no camera of that name; there are \(listed)")
        }
        guard wanted == "default" || meant.allSatisfy({ $0.name == first.name }) else {
            throw CaptureError(
                .deviceAmbiguous, "camera '\(wish)': more than one is meant (\(listed)): name it by its path")
        }
        return first
    }
}
