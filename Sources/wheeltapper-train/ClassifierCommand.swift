public import ArgumentParser
import InspectionPipeline
public import InspectionTypes
import Training

struct ClassifierCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "classifier",
        abstract: "Learn to tell classes of sounds apart.",
        usage: "wheeltapper train classifier DATA -o MODEL.onnx [--epochs N] [--report DIR] [--resume] [options]",
        discussion: """
            Example: wheeltapper train classifier sounds -o inspector.onnx
            DATA is a folder with a folder a class, train/ and test/ above such folders, or a table (path, label, group, split,
            start, end). Recordings of one group stay together: training, validation and test never share one.
            """
    )

    @Argument(help: "Class folders, train/ and test/ above them, or a table.")
    var data: String

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The model file to write; beside it the run's folder keeps all else.", valueName: "file"))
    var output: String?

    @Option(
        help: ArgumentHelp(
            "Folder of the run: report, curves, predictions. runs/<data>/classifier/<time> by default.",
            valueName: "dir"))
    var report: String?

    @Option(help: "Times that the training recordings are gone through.")
    var epochs: Int = 40

    @Option(help: "Where all randomness comes from: on one machine's processor the same seed gives the same model.")
    var seed: UInt64 = 0

    @Option(help: ArgumentHelp("Take the split from a split.json.", valueName: "file"))
    var split: String?

    @Option(help: ArgumentHelp("Hold each of so many parts out in turn, then train on all.", valueName: "count"))
    var folds: Int?

    @Flag(help: "With --folds: only hold out in turn, no final model.")
    var foldsOnly = false

    @Option(
        help: ArgumentHelp(
            "Group recordings by what this regular expression finds in their names, such as '^(\\d)-'.",
            valueName: "regex"))
    var groupBy: String?

    @Flag(help: "Go on although the same recording stands in two classes or parts.")
    var allowLeakage = false

    @OptionGroup(title: "Front end") var frontEnd: FrontEndOptions
    @OptionGroup(title: "Network and training") var training: TrainingSettings
    @OptionGroup(title: "Model card") var card: CardOptions

    @Flag(help: "Take up the newest unfinished run of this data and these options.")
    var resume = false

    mutating func validate() throws {
        guard epochs >= 1, epochs <= 100_000 else { throw ValidationError("--epochs takes a number from 1.") }
        if let folds, folds < 2 { throw ValidationError("--folds takes a number from 2.") }
        if split != nil, folds != nil { throw ValidationError("--split and --folds exclude each other.") }
        if foldsOnly, folds == nil { throw ValidationError("--folds-only goes with --folds.") }
    }

    func run() throws {
        StopSignal.install()
        try SoundClassifierTraining(self).run()
    }
}

/// What is heard and how much of it at a time.
struct FrontEndOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Seconds that one verdict rests on.", valueName: "seconds"))
    var window: Double = 1

    @Option(
        help: ArgumentHelp(
            "Seconds from one window to the next in service; the window's length by default.", valueName: "seconds"))
    var hop: Double?

    @Option(
        help: ArgumentHelp(
            "Hertz that recordings are resampled to; the data's lowest rate, at most 32000, by default.",
            valueName: "hertz"))
    var sampleRate: Double?

    @Option(help: "Mel bands.")
    var bands: Int = 64

    @Option(help: ArgumentHelp("Points of the Fourier transform; 64 ms by default.", valueName: "points"))
    var fft: Int?

    @Option(help: ArgumentHelp("Milliseconds from one spectrum to the next.", valueName: "ms"))
    var frameHop: Double = 20

    @Option(
        help: ArgumentHelp(
            "Channels: mean, each, or a number from 0. One or two are averaged by default.", valueName: "choice"))
    var channels: ChannelChoice?

    func validate() throws {
        guard window > 0.02, window <= 120 else { throw ValidationError("--window takes 0.02 to 120 seconds.") }
        if let hop, hop <= 0 || hop > window * 100 { throw ValidationError("--hop takes a number of seconds above 0.") }
        if let sampleRate, sampleRate < 1000 || sampleRate > 400_000 {
            throw ValidationError("--sample-rate takes 1000 to 400000 hertz.")
        }
        guard (8...256).contains(bands) else { throw ValidationError("--bands takes 8 to 256.") }
        if let fft, !(32...65536).contains(fft) || fft % 2 != 0 {
            throw ValidationError("--fft takes an even number from 32 to 65536.")
        }
        guard frameHop >= 1, frameHop <= 1000 * window else {
            throw ValidationError("--frame-hop takes milliseconds from 1 to the window's length.")
        }
    }

    /// The front end for data of a lowest rate.
    func settings(lowestRate: Double) -> SoundFrontEnd {
        let rate = sampleRate ?? min(lowestRate, 32_000)
        var points = 32
        while Double(points) < 0.045 * rate { points *= 2 }
        let fft = fft ?? points
        return SoundFrontEnd(
            channels: channels,
            logMel: LogMelSettings(
                sampleRate: rate, fftLength: fft, windowLength: fft,
                hopLength: max(1, Int((frameHop / 1000 * rate).rounded())),
                bandCount: bands, lowestFrequency: min(40, rate / 100), highestFrequency: rate / 2,
                compression: .naturalLogarithm(offset: 1e-6)
            ),
            windowSeconds: window, hopSeconds: hop ?? window
        )
    }
}

extension ChannelChoice: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

/// How it learns.
struct TrainingSettings: ParsableArguments {
    enum Compute: String, ExpressibleByArgument, CaseIterable, Codable { case auto, cpu, cuda }
    enum TrainingPrecision: String, ExpressibleByArgument, CaseIterable, Codable { case f32, bf16 }
    enum Augmentation: String, ExpressibleByArgument, CaseIterable, Codable { case none, standard, strong }
    enum ClassWeights: String, ExpressibleByArgument, CaseIterable, Codable { case none, balanced }

    @Option(help: ArgumentHelp("auto, cpu or cuda.", valueName: "device"))
    var compute: Compute = .auto

    @Option(
        help: ArgumentHelp(
            "f32, or bf16 where that is safe: about twice as fast on processors that have it.", valueName: "precision"))
    var precision: TrainingPrecision = .f32

    @Option(help: "Channels of the network's first stage.")
    var width: Int = 24

    @Option(help: "Windows in a step.")
    var batch: Int = 32

    @Option(help: "Highest learning rate.")
    var learningRate: Double = 2e-3

    @Option(help: "Weight decay.")
    var weightDecay: Double = 0.02

    @Option(help: "Label smoothing.")
    var labelSmoothing: Double = 0.1

    @Option(help: "Share of the embedding dropped in training.")
    var dropout: Double = 0.3

    @Option(help: ArgumentHelp("Decay of the weights' moving average; 0 for none.", valueName: "decay"))
    var average: Double = 0

    @Option(help: ArgumentHelp("none, standard or strong.", valueName: "kind"))
    var augmentation: Augmentation = .standard

    @Option(
        help: ArgumentHelp(
            "Switch single ones: mixup=0.3, masks=1, gain=6, response=4, stretch=0.1, shift=2, noise=0.3, roll=1; 0 is off.",
            valueName: "name=value"))
    var augment: [String] = []

    @Option(help: ArgumentHelp("none, or balanced: rare classes weigh more.", valueName: "kind"))
    var classWeights: ClassWeights = .none

    @Option(
        help: ArgumentHelp("Stop after so many epochs without a better validation loss; 0 never.", valueName: "epochs"))
    var patience: Int = 15

    @Option(help: "Threads; as many as processors by default.")
    var threads: Int?

    @Flag(help: "Do not keep features on disk.")
    var noCache = false

    func validate() throws {
        guard (4...512).contains(width) else { throw ValidationError("--width takes 4 to 512.") }
        guard (2...4096).contains(batch) else { throw ValidationError("--batch takes 2 to 4096.") }
        guard learningRate > 0, learningRate < 1 else {
            throw ValidationError("--learning-rate takes a number between 0 and 1.")
        }
        guard (0..<1).contains(labelSmoothing), (0..<1).contains(dropout), (0..<1).contains(average), weightDecay >= 0,
            patience >= 0
        else { throw ValidationError("--label-smoothing, --dropout and --average take numbers from 0 to below 1.") }
        if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads takes a number from 1.") }
        _ = try soundAugmentation()
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

/// What the card tells people.
struct CardOptions: ParsableArguments {
    @Option(help: "The model's name; the output file's by default.")
    var name: String?

    @Option(help: "What the model is for.")
    var purpose: String?

    @Option(help: "The machine or line it listens to.")
    var asset: String?

    @Option(help: "Where the sensor sits.")
    var sensor: String?

    @Option(help: "Whom to ask.")
    var contact: String?

    @Option(help: ArgumentHelp("Classes that mean all is well; told by their names by default.", valueName: "class"))
    var normal: [String] = []

    @Option(help: ArgumentHelp("Golden inputs inside the model: real, synthetic or none.", valueName: "origin"))
    var golden: Golden = .real

    enum Golden: String, ExpressibleByArgument, CaseIterable { case real, synthetic, none }
}
