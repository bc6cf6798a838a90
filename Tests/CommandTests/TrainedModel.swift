import Foundation

/// One small model trained on made-up sounds, shared by the tests that only use it.
enum TrainedModel {
    /// The folder with `rail/`, `model.onnx`, and `run/`, made once.
    static let shared: Result<Scratch, any Error> = Result {
        let scratch = try Scratch()
        let made = try CommandLineRunner.run(
            ["synth", scratch.path("."), "--set", "rail", "--count", "8", "--seconds", "2"], in: scratch.url
        )
        guard made.status == 0 else { throw Failure(made.errors) }
        let trained = try CommandLineRunner.run(
            ["train", "classifier", "rail", "-o", "model.onnx", "--report", "run"] + quick, in: scratch.url,
            environment: ["XDG_CACHE_HOME": scratch.path("cache")]
        )
        guard trained.status == 0 else { throw Failure(trained.errors) }
        return scratch
    }

    /// Options that make a training a matter of seconds.
    static let quick = ["--epochs", "3", "--width", "8", "--batch", "16", "--seed", "3"]

    struct Failure: Error, CustomStringConvertible {
        var description: String
        init(_ text: String) { description = text }
    }
}
