import Synchronization

#if canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Ctrl-C and SIGTERM ask a training to stop; a second one ends the process at once.
public enum StopSignal {
    private static let asked = Atomic(false)

    /// Whether someone has asked.
    public static var isRaised: Bool { asked.load(ordering: .relaxed) }

    public static func install() {
        let handler: @convention(c) (Int32) -> Void = { number in
            if StopSignal.asked.exchange(true, ordering: .relaxed) { _exit(128 + number) }
        }
        signal(SIGINT, handler)
        signal(SIGTERM, handler)
        // A starter may have blocked them in the thread that started us.
        var both = sigset_t()
        sigemptyset(&both)
        sigaddset(&both, SIGINT)
        sigaddset(&both, SIGTERM)
        pthread_sigmask(SIG_UNBLOCK, &both, nil)
    }
}
