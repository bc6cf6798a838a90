import InspectionTypes
import Synchronization

#if canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Ctrl-C and SIGTERM ask a training to stop; a second one ends the process at once, or asks again where the first was answered.
///
/// A training is asked as well where nobody reads any more what it says: its starter was killed.
public enum StopSignal {
    /// When someone asked first, in nanoseconds of the monotonic clock; 0 where nobody has.
    private static let asked = Atomic<Int64>(0)
    /// The request that was answered, as ``asked`` had it; 0 where none was.
    private static let answered = Atomic<Int64>(0)
    /// Signals so close together, in nanoseconds, are one: a terminal, or who ends a whole group, reaches the trainer directly, and its
    /// starter hands the same signal on.
    private static let together: Int64 = 1_000_000_000

    /// Whether someone has asked, and was not answered yet.
    public static var isRaised: Bool { asked.load(ordering: .relaxed) != answered.load(ordering: .relaxed) }

    /// What was asked to stop has stopped, and what follows may be stopped on its own.
    public static func acknowledge() { answered.store(asked.load(ordering: .relaxed), ordering: .relaxed) }

    public static func install() {
        asked.store(0, ordering: .relaxed)
        answered.store(0, ordering: .relaxed)
        let handler: @convention(c) (Int32) -> Void = { number in
            var time = timespec()
            clock_gettime(CLOCK_MONOTONIC, &time)
            let now = Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
            let last = StopSignal.asked.load(ordering: .relaxed)
            guard last == 0 || now - last > StopSignal.together else { return }
            let isAnswered = last == StopSignal.answered.load(ordering: .relaxed)
            if !isAnswered { _exit(128 + number) }
            _ = StopSignal.asked.compareExchange(expected: last, desired: now, ordering: .relaxed)
        }
        signal(SIGINT, handler)
        signal(SIGTERM, handler)
        unblock()
        watchReader()
    }

    /// Lets both signals in: a starter may have blocked them in the thread that started us.
    public static func unblock() {
        var both = sigset_t()
        sigemptyset(&both)
        sigaddset(&both, SIGINT)
        sigaddset(&both, SIGTERM)
        pthread_sigmask(SIG_UNBLOCK, &both, nil)
    }

    /// Raises SIGTERM once the other end of standard output is closed; does nothing where it is a file or a terminal.
    private static func watchReader() {
        // Else the next line would end the process before it could keep its weights.
        signal(SIGPIPE, SIG_IGN)
        _ = DetachedThread.start {
            var output = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
            while poll(&output, 1, -1) < 0, errno == EINTR {}
            if Int32(output.revents) & POLLERR != 0 { kill(getpid(), SIGTERM) }
        }
    }
}
