import Glibc
import Synchronization

/// A program whose standard output is read as it comes; no shell in between. Ended when let go of.
final class ChildProcess {
    struct SpawnFailure: Error {
        var reason: String
    }

    private let identifier: pid_t
    private let output: Int32
    /// Standard error goes to a nameless file, so that a chatty program never waits for its reader.
    private let complaints: Int32
    private var exitStatus: Int32?

    /// Between a descriptor's birth and its mark "not for children" no child may be born: it would hold the pipe open.
    private static let birth = Mutex(())

    /// - Parameter input: the file that is its standard input.
    /// - Throws: ``SpawnFailure`` where it cannot be started.
    init(executable: String, arguments: [String], input: String = "/dev/null") throws {
        (identifier, output, complaints) = try Self.birth.withLock { _ in
            try Self.spawn(executable, arguments, input)
        }
    }

    private static func spawn(
        _ executable: String, _ arguments: [String], _ input: String
    ) throws -> (pid_t, Int32, Int32) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw SpawnFailure(reason: String(cString: strerror(errno))) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let complaints = namelessFile()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        if complaints >= 0 { posix_spawn_file_actions_adddup2(&actions, complaints, 2) }
        var strings = ([executable] + arguments).map { strdup($0) } + [nil]
        defer { strings.forEach { free($0) } }
        var identifier: pid_t = 0
        var problem = posix_spawn(&identifier, executable, &actions, nil, &strings, environ)
        // Just installed, and still open for writing in a child that another thread is starting: a moment later it is not.
        for _ in 0..<20 where problem == ETXTBSY {
            usleep(10_000)
            problem = posix_spawn(&identifier, executable, &actions, nil, &strings, environ)
        }
        close(ends[1])
        guard problem == 0 else {
            close(ends[0])
            if complaints >= 0 { close(complaints) }
            throw SpawnFailure(reason: String(cString: strerror(problem)))
        }
        return (identifier, ends[0], complaints)
    }

    deinit {
        close(output)
        if exitStatus == nil {
            end()
            _ = waited()
        }
        if complaints >= 0 { close(complaints) }
    }

    private static func namelessFile() -> Int32 {
        var name = Array("/tmp/wheeltapper-XXXXXX".utf8CString)
        let descriptor = mkstemp(&name)
        if descriptor >= 0 {
            unlink(name)
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }
        return descriptor
    }

    /// Reads up to `capacity` bytes; 0 at the end, `nil` where nothing came for `seconds` or reading failed.
    func read(into buffer: UnsafeMutableRawPointer, capacity: Int, within seconds: Int32) -> Int? {
        var watch = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
        while true {
            let ready = poll(&watch, 1, seconds * 1000)
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else { return nil }
            let count = Glibc.read(output, buffer, capacity)
            if count < 0, errno == EINTR { continue }
            return count < 0 ? nil : count
        }
    }

    /// Ends it, whatever it is doing.
    func end() {
        if exitStatus == nil { kill(identifier, SIGKILL) }
    }

    /// Waits for its end; 0 where all went well. One that is still there after `seconds` is ended.
    func waited(within seconds: Int = 30) -> Int32 {
        if let exitStatus { return exitStatus }
        var status: Int32 = 0
        // It is mostly at its end already: looked at often at first, then every 16 ms.
        var (pause, left): (UInt32, Int) = (250, seconds * 1_000_000)
        while left > 0 {
            let found = waitpid(identifier, &status, WNOHANG)
            if found == identifier || (found < 0 && errno != EINTR) {
                exitStatus = found < 0 ? -1 : status
                return found < 0 ? -1 : status
            }
            usleep(pause)
            left -= Int(pause)
            pause = min(2 * pause, 16_000)
        }
        end()
        while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
        exitStatus = status
        return status
    }

    /// The last line it wrote to standard error, cut to 300 characters.
    var lastComplaint: String {
        let size = lseek(complaints, 0, SEEK_END)
        guard complaints >= 0, size > 0 else { return "no reason given" }
        let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
            count = max(0, pread(complaints, buffer.baseAddress, 4096, max(0, size - 4096)))
        }
        let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").last ?? "no reason given"
        return String(line.prefix(300))
    }
}
