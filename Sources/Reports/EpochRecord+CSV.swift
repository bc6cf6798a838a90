public import Evaluation

extension EpochRecord {
    /// `epochs.csv`: one line an epoch, its columns named as the keys in JSON.
    public static func csv(_ records: [EpochRecord]) -> String {
        var table = CSV(header: [
            "epoch", "train_loss", "validation_loss", "validation_accuracy", "validation_f1", "learning_rate",
            "seconds",
            "items_per_second", "is_best",
        ])
        for record in records {
            table.append([
                "\(record.epoch)", "\(record.trainLoss)", record.validationLoss.map { "\($0)" } ?? "",
                record.validationAccuracy.map { "\($0)" } ?? "",
                record.validationF1.map { "\($0)" } ?? "", "\(record.learningRate)", "\(record.seconds)",
                "\(record.itemsPerSecond)", "\(record.isBest)",
            ])
        }
        return table.text
    }
}
