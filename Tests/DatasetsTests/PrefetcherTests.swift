import Synchronization
import Testing

@testable import Datasets

@Suite struct PrefetcherTests {
    struct Broken: Error {}

    @Test(arguments: [(1, 1), (3, 2), (4, 9)])
    func handsOutInOrder(threads: Int, depth: Int) throws {
        let batches = Prefetcher(count: 200, threads: threads, depth: depth) { number in number * number }
        for number in 0..<200 { #expect(try batches.next() == number * number) }
        #expect(try batches.next() == nil)
    }

    @Test func neverRunsAheadFurtherThanItsDepth() throws {
        let made = Mutex(0)
        let furthest = Mutex(0)
        let given = Mutex(0)
        let batches = Prefetcher(count: 100, threads: 2, depth: 3) { number in
            made.withLock { $0 += 1 }
            furthest.withLock { value in value = max(value, number - given.withLock { $0 }) }
            return number
        }
        while let number = try batches.next() { given.withLock { $0 = number + 1 } }
        #expect(made.withLock { $0 } == 100)
        // One more than its depth: a batch may be begun between its being handed out and our noting it.
        #expect(furthest.withLock { $0 } <= 3)
    }

    @Test func anErrorComesInItsPlace() throws {
        let batches = Prefetcher(count: 10, threads: 3, depth: 5) { number in
            if number == 4 { throw Broken() }
            return number
        }
        for number in 0..<4 { #expect(try batches.next() == number) }
        #expect(throws: Broken.self) { try batches.next() }
        #expect(try batches.next() == nil)
    }

    @Test func endsWhenCancelled() throws {
        let batches = Prefetcher(count: 1000, threads: 2, depth: 2) { $0 }
        #expect(try batches.next() == 0)
        batches.cancel()
        #expect(try batches.next() == nil)
    }

    @Test func nothingToDoIsDoneAtOnce() throws {
        #expect(try Prefetcher(count: 0, threads: 2) { $0 }.next() == nil)
        try ParallelWork.forEach(0, threads: 4) { _ in Issue.record("nothing was asked for") }
    }

    @Test func everyNumberIsVisitedOnce() throws {
        let seen = Mutex<[Int]>([])
        try ParallelWork.forEach(500, threads: 5) { number in seen.withLock { $0.append(number) } }
        #expect(seen.withLock { $0.sorted() } == Array(0..<500))
    }

    @Test func theFirstErrorStopsTheRest() {
        let count = Mutex(0)
        #expect(throws: Broken.self) {
            try ParallelWork.forEach(10_000, threads: 3) { number in
                count.withLock { $0 += 1 }
                if number == 5 { throw Broken() }
            }
        }
        #expect(count.withLock { $0 } < 10_000)
    }
}
