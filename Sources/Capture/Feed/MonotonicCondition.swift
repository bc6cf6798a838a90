import Glibc

/// A lock and a condition that is waited for by the monotonic clock.
final class MonotonicCondition: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init() {
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    func withLock<Result>(_ body: () throws -> Result) rethrows -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body()
    }

    /// Wakes all who wait. The lock may be held or not.
    func wake() { pthread_cond_broadcast(condition) }

    /// With the lock held: waits until `isMet` or `seconds` have passed; whether it is met.
    func wait(seconds: Double, until isMet: () -> Bool) -> Bool {
        var deadline = timespec()
        clock_gettime(CLOCK_MONOTONIC, &deadline)
        let nanoseconds = Double(deadline.tv_nsec) + (seconds - seconds.rounded(.down)) * 1e9
        // A year is as good as for ever, and fits the clock.
        deadline.tv_sec += Int(min(seconds.rounded(.down), 3e7)) + Int(nanoseconds / 1e9)
        deadline.tv_nsec = Int(nanoseconds.truncatingRemainder(dividingBy: 1e9))
        while !isMet() {
            if pthread_cond_timedwait(condition, mutex, &deadline) == ETIMEDOUT { return isMet() }
        }
        return true
    }
}
