#if canImport(Musl)
import Musl
#else
import Glibc
#endif

/// What the program tells the shell; thrown to end a command whose message has been given already.
enum ExitStatus: Int32, Error {
    case done = 0
    case failed = 1
    case usage = 2
    /// A gate refused: a damaged file, parity, leakage.
    case refused = 3
}

extension Program {
    static func exit(_ status: ExitStatus) -> Never {
        fflush(nil)
        var status = status
        if status == .done, let reason = Console.outputFailure {
            Console.error("wheeltapper: standard output could not be written: \(reason)")
            status = .failed
        }
        #if canImport(Musl)
        Musl.exit(status.rawValue)
        #else
        Glibc.exit(status.rawValue)
        #endif
    }

    /// `predict … | head` ends quietly.
    static func ignoreBrokenPipe() { signal(SIGPIPE, SIG_DFL) }
}
