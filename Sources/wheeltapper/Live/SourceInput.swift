import InspectionTypes

#if canImport(Musl)
import Musl
#else
import Glibc
#endif

/// What `--input` names, told apart by its looks: `-`, an address, a file, a folder, else a device.
struct SourceInput: Equatable {
    /// A device is a microphone or a camera by its name; a node, one by its place in the file system.
    enum Kind: Equatable { case device, node, file, folder, stream, standardInput }

    var text: String
    var kind: Kind

    init(_ text: String) {
        self.text = text
        var facts = stat()
        if text == "-" {
            kind = .standardInput
        } else if text.contains("://") {
            kind = .stream
        } else if stat(text, &facts) == 0 {
            switch facts.st_mode & S_IFMT {
            case S_IFDIR: kind = .folder
            case S_IFCHR: kind = .node
            default: kind = .file
            }
        } else {
            kind = .device
        }
    }

    /// What the source is called where nobody named it.
    func usualName(_ medium: ModelCard.Medium) -> String {
        switch kind {
        case .standardInput: "standard input"
        case .device, .node: text == "default" ? medium == .sound ? "microphone" : "camera" : text
        case .file, .folder:
            String(text.split(separator: "/").last ?? "recordings")
        case .stream:
            // Without what may hold a password.
            String(
                text[(text.firstRange(of: "://")?.upperBound ?? text.startIndex)...].split(separator: "@").last
                    ?? "stream")
        }
    }
}
