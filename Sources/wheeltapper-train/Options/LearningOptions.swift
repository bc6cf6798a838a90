import ArgumentParser
import Training

/// How it learns.
struct LearningOptions: ParsableArguments {
    enum Compute: String, ExpressibleByArgument, CaseIterable, Codable { case auto, cpu, cuda }
    enum TrainingPrecision: String, ExpressibleByArgument, CaseIterable, Codable { case f32, bf16 }
    enum Augmentation: String, ExpressibleByArgument, CaseIterable, Codable { case none, standard, strong }

    @Option(help: ArgumentHelp("auto, cpu or cuda.", valueName: "device"))
    var compute: Compute = .auto

    @Option(
        help: ArgumentHelp(
            "f32, or bf16 where that is safe: about twice as fast on processors that have it.", valueName: "precision",
            visibility: .hidden))
    var precision: TrainingPrecision = .f32

    @Option(
        help: ArgumentHelp(
            "Channels of the network's first stage; 24 by default, a segmenter's by its preset.", valueName: "channels",
            visibility: .hidden)
    )
    var width: Int?

    @Option(
        help: ArgumentHelp(
            "Windows, pictures or crops in a step; 32 by default, 8 for a segmenter.", valueName: "count",
            visibility: .hidden))
    var batch: Int?

    @Option(help: ArgumentHelp("Highest learning rate; 0.002 by default.", valueName: "rate", visibility: .hidden))
    var learningRate: Double?

    @Option(help: ArgumentHelp("Weight decay.", visibility: .hidden))
    var weightDecay: Double = 0.02

    @Option(
        help: ArgumentHelp(
            "Decay of the weights' moving average; 0 for none. 0.995 by default for pictures.", valueName: "decay",
            visibility: .hidden))
    var average: Double?

    @Option(help: ArgumentHelp("none, standard or strong.", valueName: "kind"))
    var augmentation: Augmentation = .standard

    @Option(
        help: ArgumentHelp(
            "Switch a single one, 0 is off. Sounds: mixup, masks, gain, response, stretch, shift, noise, roll. Pictures: flips, mirror, turns, warp, rotation, zoom, shift, brightness, contrast, colour, blur, noise, jpeg, cutout, mixup.",
            valueName: "name=value", visibility: .hidden))
    var augment: [String] = []

    @Option(
        help: ArgumentHelp(
            "Stop after so many epochs without a better validation; 0 never. 15 by default, 25 for a segmenter.",
            valueName: "epochs", visibility: .hidden))
    var patience: Int?

    func validate() throws {
        if let width, !(4...512).contains(width) { throw ValidationError("--width takes 4 to 512.") }
        if let batch, !(2...4096).contains(batch) { throw ValidationError("--batch takes 2 to 4096.") }
        if let learningRate, !(learningRate > 0 && learningRate < 1) {
            throw ValidationError("--learning-rate takes a number between 0 and 1.")
        }
        if let average, !(0..<1).contains(average) {
            throw ValidationError("--average takes a number from 0 to below 1.")
        }
        guard weightDecay >= 0 else { throw ValidationError("--weight-decay takes a number from 0.") }
        if let patience, patience < 0 { throw ValidationError("--patience takes a number from 0.") }
        for text in augment { _ = try Self.setting(text) }
    }

    /// Decay of the weights' moving average; `nil` for none.
    func averageDecay(default usual: Double) -> Double? {
        let decay = average ?? usual
        return decay > 0 ? decay : nil
    }

    /// Epochs without a better validation after which training ends; `nil` for never.
    func stopsAfter(default usual: Int) -> Int? {
        let patience = patience ?? usual
        return patience > 0 ? patience : nil
    }

    func device() throws -> Device {
        switch compute {
        case .cpu: return .cpu
        case .auto: return Libtorch.isCUDAAvailable ? .cuda(0) : .cpu
        case .cuda:
            guard Libtorch.isCUDAAvailable else {
                throw TrainingError(
                    .device,
                    "this libtorch (\(Libtorch.version)) finds no CUDA device: point TORCH_ROOT to a CUDA build and build again, or use --compute cpu"
                )
            }
            return .cuda(0)
        }
    }
}
