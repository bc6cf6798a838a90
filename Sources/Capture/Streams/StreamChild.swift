import Glibc

/// A program that writes a stream to its standard output, for as long as it is wanted. Its last complaint is kept, and no more.
///
/// It has a group of its own: a Ctrl-C at the terminal reaches us and not it, and all that it may have started ends with it. One owner.
final class StreamChild {
    private let identifier: pid_t
    private let output: Int32
    private let complaints: Int32
    /// What is written to here it reads; `nil` where it reads nothing.
    private let input: StreamInput?
    private var complaint: [UInt8] = []
    private var status: Int32?

    /// - Parameter isFed: whether it will be given something to read.
    /// - Throws: ``CaptureError`` where it cannot be started.
    init(executable: String, arguments: [String], isFed: Bool = false) throws {
        // A socket pair is born closed to other children, as a pipe is not.
        guard let out = Self.pair(), let complaint = Self.pair() else {
            throw Self.failure(executable, errno)
        }
        let food = isFed ? Self.pair() : nil
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let food {
            posix_spawn_file_actions_adddup2(&actions, food.theirs, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        posix_spawn_file_actions_adddup2(&actions, out.theirs, 1)
        posix_spawn_file_actions_adddup2(&actions, complaint.theirs, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The caller's masks and handlers are not the child's.
        var none = sigset_t()
        sigemptyset(&none)
        var pipeSignal = sigset_t()
        sigemptyset(&pipeSignal)
        sigaddset(&pipeSignal, SIGPIPE)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &pipeSignal)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var strings = ([executable] + arguments).map { strdup($0) } + [nil]
        defer { strings.forEach { free($0) } }
        var child: pid_t = 0
        var problem = posix_spawn(&child, executable, &actions, &attributes, &strings, environ)
        // Just installed, and still open for writing in a child that another thread is starting: a moment later it is not.
        for _ in 0..<20 where problem == ETXTBSY {
            usleep(10_000)
            problem = posix_spawn(&child, executable, &actions, &attributes, &strings, environ)
        }
        close(out.theirs)
        close(complaint.theirs)
        if let food { close(food.theirs) }
        input = food.map { StreamInput($0.ours) }
        guard problem == 0 else {
            close(out.ours)
            close(complaint.ours)
            throw Self.failure(executable, problem)
        }
        (identifier, output, complaints) = (child, out.ours, complaint.ours)
        _ = fcntl(complaints, F_SETFL, O_NONBLOCK)
    }

    deinit {
        end()
        close(output)
        close(complaints)
    }

    private static func pair() -> (ours: Int32, theirs: Int32)? {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        return socketpair(AF_UNIX, kind, 0, &ends) == 0 ? (ends[0], ends[1]) : nil
    }

    private static func failure(_ executable: String, _ number: Int32) -> CaptureError {
        CaptureError(
            .decoderMissing,
            "\(executable): cannot be started (\(String(cString: strerror(number)))): check that it is a program")
    }

    /// Gives it bytes, and all that comes from a descriptor behind them, on a thread of its own, until either ends.
    ///
    /// - Throws: ``CaptureError`` where the system grants no thread.
    func feed(_ bytes: [UInt8], from source: DescriptorReader, name: String) throws {
        guard let input else { preconditionFailure("StreamChild.feed: it was started without anything to read") }
        _ = try SourceThread(name: name) { input.pass(on: bytes, from: source) }
    }

    /// What one look at its output found.
    enum Reading: Equatable {
        case bytes(Int)
        case nothing
        case ended
    }

    /// Waits up to `milliseconds` for bytes.
    func read(into buffer: inout [UInt8], milliseconds: Int32) -> Reading {
        var watch = [
            pollfd(fd: output, events: Int16(POLLIN), revents: 0),
            pollfd(fd: complaints, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&watch, 2, milliseconds) > 0 else { return .nothing }
        let isOver = watch[1].revents != 0 && !listen()
        guard watch[0].revents != 0 else {
            // It has closed its standard error: nothing more to watch there, so do not spin.
            if isOver { usleep(10_000) }
            return .nothing
        }
        let count = buffer.withUnsafeMutableBytes { Glibc.read(output, $0.baseAddress, $0.count) }
        if count > 0 { return .bytes(count) }
        return count < 0 && (errno == EINTR || errno == EAGAIN) ? .nothing : .ended
    }

    /// Takes in what it complains of; `false` where it has closed its standard error.
    @discardableResult
    private func listen() -> Bool {
        var block = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = block.withUnsafeMutableBytes { Glibc.read(complaints, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return count < 0 }
            complaint = Array((complaint + block[0..<count]).suffix(2048))
        }
    }

    /// Ends it, whatever it is doing, and what it has started.
    func end() {
        input?.end()
        guard status == nil else { return }
        kill(-identifier, SIGKILL)
        kill(identifier, SIGKILL)
        var found: Int32 = 0
        while waitpid(identifier, &found, 0) < 0, errno == EINTR {}
        status = found
    }

    /// Once it has ended: whether by itself and without an error.
    var endedWell: Bool { status == 0 }

    /// After its output has ended: how it ended, in words. Ends it where it has not.
    func farewell() -> String {
        var found: Int32 = 0
        // Its output is closed: it is at its end, or will not come to one.
        for _ in 0..<50 where status == nil {
            if waitpid(identifier, &found, WNOHANG) == identifier { status = found } else { usleep(2000) }
        }
        let endedItself = status != nil
        end()
        listen()
        let reason = lastComplaint.map { ": \($0)" } ?? ""
        guard endedItself, let status else { return "closed its output" + reason }
        let signal = status & 0x7F
        if signal != 0 { return "was killed by signal \(signal)" + reason }
        let code = (status >> 8) & 0xFF
        return (code == 0 ? "came to its end" : "ended with status \(code)") + reason
    }

    /// The last line of what it wrote to standard error, cut to 300 characters.
    var lastComplaint: String? {
        String(decoding: complaint, as: UTF8.self).split(whereSeparator: \.isNewline).last.map {
            String($0.prefix(300))
        }
    }
}
