import Synchronization

#if canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Ctrl-C, SIGTERM and a terminal that goes away ask a live command to end in order; a second one ends the process at once.
enum StopRequest {
    private static let asked = Atomic(false)

    static var isRaised: Bool { asked.load(ordering: .relaxed) }

    static func install() {
        let handler: @convention(c) (Int32) -> Void = { number in
            if StopRequest.asked.exchange(true, ordering: .relaxed) { _exit(128 + number) }
        }
        for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, handler) }
    }
}
