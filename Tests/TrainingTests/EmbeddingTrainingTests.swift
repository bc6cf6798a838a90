import Evaluation
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
import Inference
import InspectionTypes
import NeuralNetworks
import Testing
import Training

/// Two machines that hum on a line each, and both with their line moved up or down.
private struct Hums: BatchSource {
    struct Stream: BatchStream {
        var batches: [TrainingBatch]
        mutating func next() -> TrainingBatch? { batches.isEmpty ? nil : batches.removeFirst() }
    }

    static let classes = EmbeddingClasses(machines: 2, inventions: 2)
    static let (frames, bands) = (6, 24)
    var stream = "training"
    let stepsPerEpoch = 8

    func epoch(_ number: Int) -> any BatchStream {
        Stream(batches: (0..<stepsPerEpoch).map { batch(seed: UInt64(number * 100 + $0)) })
    }

    func batch(seed: UInt64, count: Int = 32) -> TrainingBatch {
        var generator = SeededGenerator(seed: seed, stream: stream)
        var (features, targets): ([Float], [Float]) = ([], [])
        for item in 0..<count {
            let (machine, change) = (item % 2, item / 2 % 4)
            let invention = change < 2 ? nil : change - 2
            let shift = invention.map { $0 == 0 ? -2 : 2 } ?? 0
            let line = (machine == 0 ? 7 : 15) + shift
            let level = Float(generator.nextUniform() * 4)
            for _ in 0..<Self.frames {
                for band in 0..<Self.bands {
                    features.append(level + (band == line ? 3 : 0) + Float(generator.nextNormal()) * 0.3)
                }
            }
            var target = [Float](repeating: 0, count: Self.classes.count)
            target[Self.classes.index(machine: machine, invention: invention)] = 1
            targets += target
        }
        return TrainingBatch(
            inputs: features, inputShape: [count, 1, Self.frames, Self.bands], targets: targets)
    }
}

extension Trainings {
    @Suite("Training embeddings")
    struct EmbeddingTrainingTests {
        private static let engine = Result { try InferenceEngine() }
        private static let centres = 3
        private static let objective = AngularMarginObjective.adaCos(classes: Hums.classes.count, centres: centres)

        struct BranchCase: Sendable, CustomTestStringConvertible {
            let testDescription: String
            let branches: [EmbeddingNetwork.Branch]
        }

        static let cases = [
            BranchCase(
                testDescription: "profile, convolutions",
                branches: [.profile(ProfileBranch(smoothing: 9, layers: .convolutions(channels: 8)))]),
            BranchCase(
                testDescription: "profile, dense",
                branches: [.profile(ProfileBranch(smoothing: 9, layers: .dense(32), dropout: 0.1))]),
            BranchCase(
                testDescription: "spectrogram and spectrum",
                branches: [
                    .spectrogram(SpectrogramBranch(width: 8, stages: 2, stemStride: 1)),
                    .spectrum(SpectrumBranch(channels: 8, kernels: [5, 5], strides: [1, 2])),
                ]),
        ]

        private static func graph(_ branches: [EmbeddingNetwork.Branch], frames: Dimension = .fixed(Hums.frames))
            -> Graph
        {
            EmbeddingNetwork(branches: branches, length: 16, centres: centres).graph(
                frames: frames,
                features: .init(
                    mean: .init(repeating: 2, count: Hums.bands), deviation: .init(repeating: 1, count: Hums.bands)),
                classes: Hums.classes, scale: objective.scale, seed: 2)
        }

        private static func trainer(_ graph: Graph, epochs: Int) throws -> GraphTrainer {
            try GraphTrainer(
                graph, input: EmbeddingNetwork.Names.features, output: EmbeddingNetwork.Names.cosines,
                objective: objective,
                options: TrainingOptions(epochs: epochs, learningRate: 1e-2, seed: 1))
        }

        @Test("machines and inventions are told, and both engines say the same", arguments: cases)
        func learns(_ test: BranchCase) throws {
            let begun = Self.graph(test.branches)
            let outcome = try Self.trainer(begun, epochs: 8).run(
                training: Hums(), validation: Hums(stream: "validation"))
            let accuracy = try #require(outcome.epochs[outcome.bestEpoch - 1].validationAccuracy)
            #expect(accuracy >= 0.95, "told right: \(accuracy)")
            #expect(outcome.graph[initializer: "centres0"] != begun[initializer: "centres0"], "the centres are learnt")

            let graph = try EmbeddingNetwork.detectorGraph(outcome.graph, frames: Hums.frames)
            let names = graph.outputs.map(\.name)
            let batch = Hums(stream: "test").batch(seed: 5)
            let inputs = [EmbeddingNetwork.Names.features: NDArray(batch.inputs, shape: batch.inputShape)]
            let executed = try GraphExecutor(graph).run(
                inputs.mapValues { try Tensor($0) }, training: false, fetch: names)
            let session = try InferenceSession(
                CompiledNetwork(
                    ModelFile(graph: graph), engine: Self.engine.get(), options: .init(precision: .f32, threads: 1)))
            let served = try session.run(inputs, fetch: names)
            for (name, value) in zip(names, served) {
                #expect(relativeDistance(value.asFloats, try #require(executed[name]).floats()) <= 5e-5, "\(name)")
            }
            try check(Dictionary(uniqueKeysWithValues: zip(names, served)), count: batch.count)
        }

        /// Lengths are 1, the machine is the likeliest, and odds part what was changed from what was not.
        private func check(_ outputs: [String: NDArray], count: Int) throws {
            let embedding = try #require(outputs[DetectorNames.embedding])
            let probabilities = try #require(outputs[DetectorNames.probabilities]).asFloats
            let odds = try #require(outputs[EmbeddingNetwork.Names.odds]).asFloats
            let length = embedding.shape[1]
            var (right, parted) = (0, 0)
            for item in 0..<count {
                let row = embedding.asFloats[item * length..<(item + 1) * length]
                #expect(abs(row.reduce(0) { $0 + $1 * $1 } - 1) <= 1e-4)
                #expect(abs(probabilities[2 * item] + probabilities[2 * item + 1] - 1) <= 1e-5)
                let (machine, isChanged) = (item % 2, item / 2 % 4 >= 2)
                if !isChanged, probabilities[2 * item + machine] > 0.5 { right += 1 }
                if (odds[2 * item + machine] > 0) == isChanged { parted += 1 }
            }
            #expect(Double(right) >= 0.9 * Double(count / 2), "machines right: \(right) of \(count / 2)")
            #expect(Double(parted) >= 0.9 * Double(count), "changes seen: \(parted) of \(count)")
        }

        @Test(
            "verdicts follow from the cosines as the formulas say, whether inventions have a machine or none",
            arguments: [true, false])
        func verdicts(ownInventions: Bool) throws {
            let classes = EmbeddingClasses(machines: 2, inventions: 2, keepsMachineOfInvention: ownInventions)
            let scale: Float = 5
            let network = EmbeddingNetwork(
                branches: [.profile(ProfileBranch(smoothing: 5, layers: .linear))], length: 4, centres: 2)
            let graph = network.graph(
                frames: "frame",
                features: .init(mean: .init(repeating: 0, count: 8), deviation: .init(repeating: 1, count: 8)),
                classes: classes, scale: Double(scale), seed: 3)
            let features = try Tensor((0..<3 * 16).map { Float($0 * 7 % 11) }, shape: [3, 1, 2, 8])
            let names = graph.outputs.map(\.name)
            let values = try GraphExecutor(graph).run(
                [EmbeddingNetwork.Names.features: features], training: false, fetch: names
            ).mapValues { try $0.floats() }
            let embedding = try #require(values[DetectorNames.embedding])
            let centres = try #require(graph[initializer: "centres0"]?.floats)
            let columns = 2 * classes.count
            var cosines: [Float] = []
            for item in 0..<3 {
                for column in 0..<columns {
                    var (product, square): (Float, Float) = (0, 0)
                    for place in 0..<4 {
                        let weight = centres[place * columns + column]
                        product += embedding[item * 4 + place] * weight
                        square += weight * weight
                    }
                    cosines.append(product / square.squareRoot())
                }
            }
            #expect(relativeDistance(try #require(values[EmbeddingNetwork.Names.cosines]), cosines) <= 1e-5)
            var (probabilities, odds): ([Float], [Float]) = ([], [])
            for item in 0..<3 {
                func likelihoods(_ classes: [Int]) -> [Float] {
                    classes.flatMap { [2 * $0, 2 * $0 + 1] }.map { exp(scale * cosines[item * columns + $0]) }
                }
                let largest = (0..<2).map { machine in
                    likelihoods([machine] + (ownInventions ? [2 + 2 * machine, 3 + 2 * machine] : [])).max() ?? 0
                }
                probabilities += largest.map { $0 / (largest[0] + largest[1]) }
                for machine in 0..<2 {
                    let changed = likelihoods(ownInventions ? [2 + 2 * machine, 3 + 2 * machine] : [2, 3]).reduce(0, +)
                    odds.append(log(changed / likelihoods([machine]).reduce(0, +)))
                }
            }
            #expect(relativeDistance(try #require(values[DetectorNames.probabilities]), probabilities) <= 1e-5)
            #expect(relativeDistance(try #require(values[EmbeddingNetwork.Names.odds]), odds) <= 1e-5)
        }

        @Test("means in place of frames train a profile as the frames themselves do")
        func meansForFrames() throws {
            let graph = Self.graph(Self.cases[0].branches, frames: "frame")
            let batch = Hums().batch(seed: 1)
            var means: [Float] = []
            let (frames, bands) = (Hums.frames, Hums.bands)
            for item in 0..<batch.count {
                for band in 0..<bands {
                    let values = (0..<frames).map { batch.inputs[(item * frames + $0) * bands + band] }
                    means.append(values.reduce(0, +) / Float(frames))
                }
            }
            let whole = try Self.trainer(graph, epochs: 1).output(of: batch)
            let mean = try Self.trainer(graph, epochs: 1).output(
                of: TrainingBatch(inputs: means, inputShape: [batch.count, 1, 1, bands], targets: batch.targets))
            #expect(relativeDistance(mean, whole) <= 1e-5)
        }

        @Test("frozen centres stay where they were drawn")
        func frozenCentres() throws {
            let graph = Self.graph(Self.cases[1].branches)
            let trainer = try GraphTrainer(
                graph, input: EmbeddingNetwork.Names.features, output: EmbeddingNetwork.Names.cosines,
                objective: Self.objective, options: TrainingOptions(epochs: 1), isFrozen: EmbeddingNetwork.isCentre)
            let outcome = try trainer.run(training: Hums(), validation: nil)
            #expect(outcome.graph[initializer: "centres0"] == graph[initializer: "centres0"])
            #expect(
                outcome.graph[initializer: "branch0.linear0.weight"] != graph[initializer: "branch0.linear0.weight"])
        }
    }
}
