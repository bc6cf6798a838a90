public import Evaluation

extension EpochRecord {
    /// `epochs.csv`: one line an epoch, its columns named as the keys in JSON; of several trainings, their names before them.
    public static func csv(_ trainings: [TrainingDiary]) -> String {
        let isNamed = trainings.count > 1
        var table = CSV(
            header: (isNamed ? ["training"] : []) + [
                "epoch", "train_loss", "validation_loss", "validation_accuracy", "validation_f1", "learning_rate",
                "seconds", "items_per_second", "is_best",
            ])
        for training in trainings {
            for record in training.epochs {
                table.append((isNamed ? [training.name] : []) + record.cells)
            }
        }
        return table.text
    }

    private var cells: [String] {
        [
            "\(epoch)", "\(trainLoss)", validationLoss.map { "\($0)" } ?? "", validationAccuracy.map { "\($0)" } ?? "",
            validationF1.map { "\($0)" } ?? "", "\(learningRate)", "\(seconds)", "\(itemsPerSecond)", "\(isBest)",
        ]
    }
}
