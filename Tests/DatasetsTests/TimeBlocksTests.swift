import Testing

@testable import Datasets

@Suite struct TimeBlocksTests {
    struct Case {
        var seconds: Double
        var fractions: [Double]
        var missing: [Int]
    }

    @Test(arguments: [
        Case(seconds: 12, fractions: [0.7, 0.15, 0.15], missing: []),
        Case(seconds: 600, fractions: [0.7, 0.15, 0.15], missing: []),
        Case(seconds: 60, fractions: [0.25, 0.25, 0.25, 0.25], missing: []),
        Case(seconds: 30, fractions: [0.8, 0, 0.2], missing: []),
        Case(seconds: 3, fractions: [0.7, 0.15, 0.15], missing: [1, 2]),
    ])
    func keepsItsPromises(_ known: Case) {
        let cut = TimeBlocks(
            from: 5, to: 5 + known.seconds, fractions: known.fractions, windowSeconds: 1, guardSeconds: 1)
        #expect(cut.missing == known.missing)
        for block in cut.blocks {
            let end = block.range.end ?? 0
            #expect(known.fractions[block.part] > 0)
            #expect(block.range.start >= 5 && end <= 5 + known.seconds + 1e-9)
            #expect(end - block.range.start >= 1 - 1e-9)
        }
        for (earlier, later) in zip(cut.blocks, cut.blocks.dropFirst()) {
            #expect(later.range.start - (earlier.range.end ?? 0) >= 1 - 1e-9)
            #expect(earlier.part != later.part, "neighbours of one part are one stretch")
        }
    }

    @Test func sharesAreAboutTheFractions() {
        let cut = TimeBlocks(from: 0, to: 1000, fractions: [0.7, 0.15, 0.15], windowSeconds: 1, guardSeconds: 1)
        for (part, fraction) in [0.7, 0.15, 0.15].enumerated() {
            let seconds = cut.blocks.filter { $0.part == part }.reduce(0) { $0 + ($1.range.end ?? 0) - $1.range.start }
            #expect(abs(seconds / 1000 - fraction) < 0.02)
        }
    }
}
