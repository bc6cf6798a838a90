import Glibc

/// What can be said of a file before any decoder sees it.
struct FileProbe {
    let size: Int
    /// The first bytes, 512 at most.
    let opening: [UInt8]

    init(size: Int, opening: [UInt8]) {
        self.size = size
        self.opening = opening
    }

    /// What the caller hopes to find, for messages.
    enum Expectation: String {
        case sound, picture

        var words: String { self == .sound ? "a sound file" : "a picture" }
    }

    /// - Throws: ``MediaError`` where there is no such file, it is a folder or no regular file, may not be read or is empty.
    init(_ path: String, expecting expected: Expectation = .sound) throws {
        var status = stat()
        guard stat(path, &status) == 0 else { throw Self.error(path, errno) }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            throw MediaError(
                .isFolder, path: path, "is a folder, and \(expected.words) was expected: name a file in it")
        }
        // A pipe without a writer would let `open` wait forever.
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw MediaError(
                .notRegular, path: path,
                "is a pipe, a socket or a device, and \(expected.words) was expected: copy the \(expected.rawValue) into a file"
            )
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.error(path, errno) }
        defer { close(descriptor) }
        guard status.st_size > 0 else {
            throw MediaError(
                .emptyFile, path: path,
                "the file is empty (0 bytes): \(expected == .sound ? "record" : "take") or copy it again")
        }
        self.size = Int(status.st_size)
        self.opening = [UInt8](unsafeUninitializedCapacity: 512) { bytes, count in
            count = max(0, read(descriptor, bytes.baseAddress, 512))
        }
    }

    /// The error behind `errno`.
    static func error(_ path: String, _ number: Int32) -> MediaError {
        switch number {
        case ENOENT, ENOTDIR:
            MediaError(
                .fileMissing, path: path, "there is no such file: check the name and the folder it is looked for in")
        case EACCES, EPERM:
            MediaError(
                .notPermitted, path: path, "may not be read by this user: give read permission, say with chmod +r")
        default:
            MediaError(.readingFailed, path: path, "cannot be opened: \(String(cString: strerror(number)))")
        }
    }

    /// Whether it is written language or a table rather than sound: no zero byte, hardly any control character.
    var looksLikeText: Bool {
        guard !opening.isEmpty, !opening.contains(0) else { return false }
        let controls = opening.count { $0 < 32 && ![9, 10, 12, 13, 27].contains($0) }
        guard controls * 50 <= opening.count else { return false }
        // Text in other scripts is UTF-8; a sequence cut off at the end is no fault.
        let whole = opening.dropLast(opening.count == 512 ? 4 : 0)
        return (0...3).contains { String(validating: whole.dropLast($0), as: UTF8.self) != nil }
    }

    /// Whether the first bytes are those of a sound file.
    var looksLikeSound: Bool {
        guard PictureFormat(opening: opening) == nil else { return false }
        let marks = ["RIFF", "RF64", "riff", "fLaC", "OggS", "FORM", "caff", ".snd", "ID3", "RIFX"]
        if marks.contains(where: { opening.starts(with: Array($0.utf8)) }) { return true }
        // The frame mark of MPEG audio: eleven ones, then a layer that exists.
        return opening.count > 1 && opening[0] == 0xFF && opening[1] & 0xE0 == 0xE0 && opening[1] & 0x06 != 0
    }
}
