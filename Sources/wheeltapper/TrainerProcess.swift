import FoundationEssentials
import TrainingTasks

#if canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Starts `wheeltapper-train` and shows what it says.
///
/// The trainer is a process of its own in the terminal's group. Ctrl-C reaches both; what is sent to this process alone is handed on, and the
/// trainer takes two signals close together for one. This process waits for the trainer's end; where it is killed itself, the trainer
/// notices that nobody reads what it says, and stops.
struct TrainerProcess {
    var arguments: [String]
    /// Whether the trainer's JSON lines are passed on as they are.
    var showsEvents: Bool

    func run() throws {
        let program = try Self.program()
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else {
            throw TrainerFailure("no pipe to the trainer: \(String(cString: strerror(errno)))")
        }
        let child = try start(program, output: ends)
        close(ends[1])
        // The trainer ends in its own time and keeps its best weights.
        Self.child = child
        for number in [SIGINT, SIGTERM] {
            signal(number) { if TrainerProcess.child > 0 { kill(TrainerProcess.child, $0) } }
        }
        StopSignal.unblock()
        var display = TrainingDisplay()
        guard let stream = fdopen(ends[0], "r") else { throw TrainerFailure("the trainer's output cannot be read") }
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        while true {
            let count = getline(&line, &capacity, stream)
            if count < 0 { if errno == EINTR { clearerr(stream); continue } else { break } }
            guard let line else { break }
            let text = String(cString: line).trimmingSuffix("\n")
            if showsEvents { Console.out(text) } else { display.show(text) }
        }
        free(line)
        fclose(stream)
        display.end()
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        let signalled = status & 0x7F
        if signalled != 0 {
            Console.error("wheeltapper: the trainer was ended by signal \(signalled); take it up again with --resume")
            throw ExitStatus.failed
        }
        let code = (status >> 8) & 0xFF
        if code != 0 { throw ExitStatus(rawValue: code) ?? ExitStatus.failed }
    }

    /// As a person types it.
    var command: String { (["wheeltapper", "train"] + arguments).map(Self.quoted).joined(separator: " ") }

    nonisolated(unsafe) private static var child: pid_t = 0

    private func start(_ program: String, output ends: [Int32]) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        posix_spawn_file_actions_addclose(&actions, ends[0])
        posix_spawn_file_actions_addclose(&actions, ends[1])
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        var variables = ProcessInfo.processInfo.environment
        variables["WHEELTAPPER_COMMAND"] = command
        var environment: [UnsafeMutablePointer<CChar>?] = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (words + environment).forEach { free($0) } }
        var child: pid_t = 0
        let failure = posix_spawn(&child, program, &actions, nil, &words, &environment)
        guard failure == 0 else {
            throw TrainerFailure("\(program) does not start: \(String(cString: strerror(failure)))")
        }
        return child
    }

    /// Beside this program, else on the `PATH`.
    static func program() throws -> String {
        let name = "wheeltapper-train"
        var folders: [String] = []
        if let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
            let slash = own.lastIndex(of: "/")
        {
            folders.append(String(own[..<slash]))
        }
        folders += (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        for folder in folders where access("\(folder)/\(name)", X_OK) == 0 { return "\(folder)/\(name)" }
        throw TrainerFailure(
            "\(name) is not installed here: an edge image leaves it out; train on another machine and copy the model file, or build it with `make build`. Without it models of sounds can be fitted on a network that is there: train detector DATA --backbone FILE"
        )
    }

    private static func quoted(_ word: String) -> String {
        let plain = !word.isEmpty && word.allSatisfy { $0.isLetter || $0.isNumber || "-_./=,:+@%".contains($0) }
        return plain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}

/// Why the trainer could not be started.
struct TrainerFailure: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: Character) -> String { last == suffix ? String(dropLast()) : self }
}
