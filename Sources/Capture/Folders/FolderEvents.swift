import Glibc

/// What the system tells of some folders (inotify): files created, completed, gone. Where it tells nothing, as on a network's disk,
/// looking now and then must do. One owner.
final class FolderEvents {
    enum Event: Equatable {
        case created(String)
        /// Closed by its writer, or moved to its place.
        case completed(String)
        /// Something else: look.
        case changed
    }

    private let descriptor: Int32
    private var folders: [Int32: String] = [:]
    private var watched: Set<String> = []

    init() { descriptor = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK)) }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Whether a folder has been added.
    func isWatched(_ folder: String) -> Bool { watched.contains(folder) }

    func watch(_ folder: String) {
        guard descriptor >= 0, !watched.contains(folder) else { return }
        let events = IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR
        let number = inotify_add_watch(descriptor, folder, UInt32(events))
        guard number >= 0 else { return }
        watched.insert(folder)
        folders[number] = folder
    }

    /// Forgets all: they are gone.
    func forgetAll() {
        for number in folders.keys { inotify_rm_watch(descriptor, number) }
        folders = [:]
        watched = []
    }

    /// What has happened; waits up to `milliseconds` for something to happen.
    func next(milliseconds: Int32) -> [Event] {
        guard descriptor >= 0 else {
            usleep(UInt32(milliseconds) * 1000)
            return []
        }
        var watch = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&watch, 1, milliseconds) > 0 else { return [] }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        return count > 0 ? bytes.withUnsafeBytes { events(.init(rebasing: $0.prefix(count))) } : []
    }

    /// A record is: folder's number, mask, cookie, length of the name (4 bytes each), the name and zeros.
    private func events(_ bytes: UnsafeRawBufferPointer) -> [Event] {
        var events: [Event] = []
        var place = 0
        while place + 16 <= bytes.count {
            let number = bytes.loadUnaligned(fromByteOffset: place, as: Int32.self)
            let mask = Int32(bitPattern: bytes.loadUnaligned(fromByteOffset: place + 4, as: UInt32.self))
            let length = Int(bytes.loadUnaligned(fromByteOffset: place + 12, as: UInt32.self))
            let name = String(
                decoding: bytes[(place + 16)..<min(bytes.count, place + 16 + length)].prefix { $0 != 0 }, as: UTF8.self)
            place += 16 + length
            events.append(event(number, mask, name))
        }
        return events
    }

    private func event(_ number: Int32, _ mask: Int32, _ name: String) -> Event {
        if mask & Int32(IN_IGNORED) != 0, let folder = folders.removeValue(forKey: number) { watched.remove(folder) }
        guard let folder = folders[number], !name.isEmpty, mask & Int32(IN_ISDIR) == 0 else { return .changed }
        let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
        if mask & Int32(IN_CLOSE_WRITE | IN_MOVED_TO) != 0 { return .completed(path) }
        return mask & Int32(IN_CREATE) != 0 ? .created(path) : .changed
    }
}
