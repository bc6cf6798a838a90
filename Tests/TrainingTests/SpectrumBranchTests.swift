#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
import NeuralNetworks
import Testing
import Training

@Suite("Spectrum branch")
struct SpectrumBranchTests {
    private static let bands = 64

    /// The embedding of one window, `[frame][mel]`, by a network of one branch with random weights.
    private func embedding(_ branch: EmbeddingNetwork.Branch, _ frames: [[Float]], unit: Float = 1) throws -> [Float] {
        let bands = Self.bands
        let graph = EmbeddingNetwork(branches: [branch], length: 8).graph(
            frames: "frame",
            features: .init(mean: .init(repeating: 0, count: bands), deviation: .init(repeating: 1, count: bands)),
            unit: unit, classes: EmbeddingClasses(machines: 2), scale: 4, seed: 5)
        let features = try Tensor(frames.flatMap { $0 }, shape: [1, 1, frames.count, bands])
        let values = try GraphExecutor(graph).run(
            [EmbeddingNetwork.Names.features: features], training: false, fetch: [DetectorNames.embedding])
        return try #require(values[DetectorNames.embedding]).floats()
    }

    private func distance(_ a: [Float], _ b: [Float]) -> Float {
        zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    }

    /// A steady tone above silence.
    private func tone(at band: Int) -> [[Float]] {
        let frame = (0..<Self.bands).map { $0 == band ? Float(3) : 0 }
        return Array(repeating: frame, count: 8)
    }

    @Test("it hears where a tone lies, which a spectrogram's pooling over frequency hides")
    func place() throws {
        let pooled = EmbeddingNetwork.Branch.spectrogram(SpectrogramBranch(width: 4, stages: 2, stemStride: 1))
        let spectrum = EmbeddingNetwork.Branch.spectrum(SpectrumBranch(channels: 8))
        let hidden = try distance(embedding(pooled, tone(at: 24)), embedding(pooled, tone(at: 40)))
        let heard = try distance(embedding(spectrum, tone(at: 24)), embedding(spectrum, tone(at: 40)))
        #expect(hidden <= 1e-4)
        #expect(heard >= 0.1)
    }

    @Test("frames count by their power, not by its logarithm")
    func power() throws {
        let branch = EmbeddingNetwork.Branch.spectrum(SpectrumBranch(channels: 8))
        let quiet = (0..<Self.bands).map { Float($0 % 5) * 0.4 }
        let loud = (0..<Self.bands).map { Float($0 % 7) * 0.6 }
        let power = zip(quiet, loud).map { log((exp($0) + exp($1)) / 2) }
        let logarithms = zip(quiet, loud).map { ($0 + $1) / 2 }
        let both = try embedding(branch, [quiet, loud])
        #expect(try distance(both, embedding(branch, [power])) <= 1e-5)
        #expect(try distance(both, embedding(branch, [logarithms])) >= 1e-2)
    }

    @Test("features in decibels say the same")
    func decibels() throws {
        let branch = EmbeddingNetwork.Branch.spectrum(SpectrumBranch(channels: 8))
        let perDecibel = log(Float(10)) / 10
        var (frames, decibels): ([[Float]], [[Float]]) = ([], [])
        for first in 0..<3 {
            let frame: [Float] = (0..<Self.bands).map { band in Float((band * 7 + first) % 11) * 0.3 }
            frames.append(frame)
            decibels.append(frame.map { $0 / perDecibel })
        }
        let found = try embedding(branch, decibels, unit: perDecibel)
        #expect(try distance(found, embedding(branch, frames)) <= 1e-4)
    }
}
