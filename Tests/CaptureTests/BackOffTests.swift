import Testing

@testable import Capture

@Suite struct BackOffTests {
    @Test func `it doubles up to half a minute`() {
        var backOff = BackOff()
        #expect((0..<8).map { _ in backOff.wait(afterHearing: 0) } == [1, 2, 4, 8, 16, 30, 30, 30])
    }

    @Test func `a good while makes it forget, a short one does not`() {
        var backOff = BackOff(shortest: 0.5, longest: 10, goodAfter: 60)
        _ = backOff.wait(afterHearing: 0)
        #expect(backOff.wait(afterHearing: 59) == 1)
        #expect(backOff.wait(afterHearing: 60) == 0.5)
        #expect(backOff.wait(afterHearing: 3) == 1)
    }

    @Test func `it stays at the longest for ever`() {
        var backOff = BackOff(shortest: 0.01, longest: 0.02)
        for _ in 0..<200 { _ = backOff.wait(afterHearing: 0) }
        #expect(backOff.wait(afterHearing: 0) == 0.02)
    }
}
