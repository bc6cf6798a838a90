import Capture
import InspectionTypes
import Synchronization
import Testing

@testable import wheeltapper

@Suite("Output that nobody must wait for")
struct OutputQueueTests {
    /// Takes what is written, and may stand still like a pager.
    private final class Reader: Sendable {
        private let lines = Mutex<[String]>([])
        private let isHeld: Monitor<Bool>

        init(held: Bool = false) { isHeld = Monitor(held) }

        var read: [String] { lines.withLock { $0 } }
        func goOn() { isHeld.update { $0 = false } }
        func take(_ piece: OutputQueue.Piece) {
            isHeld.wait { $0 ? nil : () }
            lines.withLock { $0.append(piece.text) }
        }
    }

    @Test("a reader that stands still loses lines of windows, and nobody waits")
    func standstill() {
        let reader = Reader(held: true)
        let queue = OutputQueue(mostBytes: 1000, waits: { false }, write: reader.take)
        // Ten bytes each with its end: fifty fill half of the room.
        for number in 0..<100 { queue.put(.result("window \(number % 10)!"), .expendable) }
        #expect(queue.leftOut == 50)
        #expect(!queue.put(.view("a view"), .whenIdle))
        #expect(queue.leftOut == 50)
        #expect(queue.put(.result("a defect")))
        #expect(!queue.finish(within: 0.05))
        reader.goOn()
        #expect(queue.finish(within: 60))
        #expect(reader.read.count == 51 && reader.read.last == "a defect")
        #expect(queue.put(.view("a view"), .whenIdle) && queue.finish(within: 60))
    }

    @Test("where nothing is live, every line comes, in order")
    func waiting() {
        let reader = Reader()
        let queue = OutputQueue(mostBytes: 100, waits: { true }, write: reader.take)
        let lines = (0..<500).map { "line \($0)" }
        for line in lines { queue.put(.result(line), .expendable) }
        #expect(queue.finish(within: 60) && queue.leftOut == 0)
        #expect(reader.read == lines)
    }

    @Test(
        "a line is as wide as the terminal shows it",
        arguments: [("fan", 3), ("Lüfter 3", 8), ("風機", 4), ("🚂 x", 4), ("e\u{301}", 1)])
    func cells(_ text: String, width: Int) {
        #expect(text.cells == width)
        #expect(text.padded(to: 10).cells == 10)
        #expect(text.prefix(cells: 3).cells <= 3)
    }
}
