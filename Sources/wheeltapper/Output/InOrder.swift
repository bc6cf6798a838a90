import InspectionTypes

/// Hands on what several threads finish, in the order in which it was begun.
///
/// What is ready before its turn waits. At most so many wait: then nothing new is begun until the one whose turn it is has been handed on,
/// so that one long recording at the beginning does not fill the memory with the findings of all others.
final class InOrder<Value: Sendable>: Sendable {
    private struct State: Sendable {
        /// Whose turn it is.
        var turn = 0
        var waiting: [Int: Value] = [:]
    }

    private let most: Int
    private let state = Monitor(State())

    /// - Parameter most: that wait.
    init(most: Int) { self.most = most }

    /// Blocks until there is room for one more.
    func admit() { state.wait { $0.waiting.count < most ? () : nil } }

    /// Takes what was begun as number `index`, and hands on what has its turn.
    func put(_ value: Value, at index: Int, each handOn: (Value) -> Void) {
        state.update { state in
            state.waiting[index] = value
            while let next = state.waiting.removeValue(forKey: state.turn) {
                handOn(next)
                state.turn += 1
            }
        }
    }
}
