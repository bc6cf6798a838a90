import ArgumentParser
public import InspectionTypes

/// Options that say something to one medium only: said to the other, they would be passed over in silence.
public enum MediumWords {
    public static let sound = [
        "--window", "--hop", "--sample-rate", "--bands", "--fft", "--frame-hop", "--channels", "--no-cache",
        "--inventions", "--branches", "--loss", "--centres", "--backgrounds", "--smooth",
        "--head", "--hidden", "--regularization", "--fine-tune",
    ]
    public static let picture =
        [
            "--size", "--colour", "--fit", "--label",
        ] + backbone
    /// What is said of a backbone; of sounds only where a kind says so.
    public static let backbone = ["--backbone", "--frozen-epochs", "--backbone-rate"]
    /// What is said of a training by epochs.
    private static let training = [
        "--epochs", "--resume", "--compute", "--precision", "--batch", "--learning-rate", "--weight-decay", "--average",
        "--augmentation", "--augment", "--patience", "--label-smoothing", "--dropout", "--frozen-epochs",
        "--backbone-rate",
    ]

    /// A head on a backbone of sounds is fitted, not trained.
    ///
    /// - Throws: `ValidationError` naming an option of trainings.
    public static func checkFitted(_ arguments: [String]) throws {
        for argument in arguments.dropFirst() {
            let word = argument.split(separator: "=", maxSplits: 1).first.map(String.init) ?? argument
            guard training.contains(word) else { continue }
            throw ValidationError(
                "\(word) goes with --fine-tune: without it a head is fitted to the backbone's embeddings, and nothing is trained epoch by epoch."
            )
        }
    }

    /// - Parameter allowed: words that serve both media of this kind.
    /// - Throws: `ValidationError` naming an option of the other medium.
    public static func check(_ arguments: [String], for medium: ModelCard.Medium, allowing allowed: Set<String> = [])
        throws
    {
        let others = (medium == .sound ? picture : sound).filter { !allowed.contains($0) }
        for argument in arguments.dropFirst() {
            let word = argument.split(separator: "=", maxSplits: 1).first.map(String.init) ?? argument
            guard others.contains(word) else { continue }
            throw ValidationError(
                "\(word) is an option for \(medium == .sound ? "pictures" : "sounds"), and the data holds \(medium.rawValue)s."
            )
        }
    }
}
