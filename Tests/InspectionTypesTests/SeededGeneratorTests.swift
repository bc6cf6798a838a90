import Foundation
import InspectionTypes
import Testing

@Suite("A seeded generator")
struct SeededGeneratorTests {
    @Test("gives xoshiro256** seeded by SplitMix64")
    func reference() {
        // Computed by an independent transcription in Python of the published algorithms, SplitMix64 started at 42.
        var generator = SeededGenerator(seed: 42)
        #expect(
            (0..<4).map { _ in generator.next() } == [
                0x15780B2E0C2EC716, 0x6104D9866D113A7E, 0xAE17533239E499A1, 0xECB8AD4703B360A1,
            ])
    }

    @Test("repeats itself for one seed and stream, and for no other")
    func streams() {
        func first(_ generator: SeededGenerator) -> UInt64 {
            var generator = generator
            return generator.next()
        }
        let seen = [
            SeededGenerator(seed: 7), SeededGenerator(seed: 8), SeededGenerator(seed: 7, stream: 0),
            SeededGenerator(seed: 7, stream: 1),
            SeededGenerator(seed: 8, stream: 0), SeededGenerator(seed: 7, stream: "a"),
            SeededGenerator(seed: 7, stream: "b"),
        ].map(first)
        #expect(Set(seen).count == seen.count)
        #expect(first(SeededGenerator(seed: 7, stream: "a")) == first(SeededGenerator(seed: 7, stream: "a")))
    }

    @Test("draws uniform and normal numbers with the right moments")
    func moments() {
        var generator = SeededGenerator(seed: 1)
        let count = 100_000
        let uniform = (0..<count).map { _ in generator.nextUniform() }
        #expect(uniform.allSatisfy { (0..<1).contains($0) })
        #expect(abs(uniform.reduce(0, +) / Double(count) - 0.5) < 0.005)
        let normal = (0..<count).map { _ in generator.nextNormal() }
        let mean = normal.reduce(0, +) / Double(count)
        let variance = normal.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
        #expect(abs(mean) < 0.015)
        #expect(abs(variance - 1) < 0.02)
    }

    @Test("takes up where it left off after being stored")
    func stored() throws {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<10 { _ = generator.next() }
        var restored = try JSONDecoder().decode(SeededGenerator.self, from: try JSONEncoder().encode(generator))
        #expect(restored.next() == generator.next())
    }
}
