import Synchronization
import TrainingTasks

#if canImport(Musl)
import Musl
#else
import Glibc
#endif

extension TrainingEvent {
    private static let lock = Mutex(())

    /// Writes the line to standard output, for who started the trainer.
    func send() {
        let text = line
        Self.lock.withLock { _ in FileHandleText.write(text, to: STDOUT_FILENO) }
    }
}

extension ProgressReporter {
    convenience init(stage: String) { self.init(stage: stage) { $0.send() } }
}
