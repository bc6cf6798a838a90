import Evaluation
import Plotting

extension Report {
    var trainingPlots: [Plot] {
        guard let first = trainings.first, trainings.contains(where: { $0.epochs.count > 1 }) else { return [] }
        guard trainings.count == 1 else { return [lossOfEach, learningRate(first)] }
        func points(_ value: (EpochRecord) -> Double?) -> [(x: Double, y: Double)] { first.points(value) }
        var plots = [
            Plot(
                name: "loss",
                chart: LineChart(
                    title: "Loss", summary: "Training and validation loss by epoch.", xAxis: .init("Epoch"),
                    yAxis: .init("Loss"),
                    series: [
                        .init("training", points: points(\.trainLoss), style: .dashed, color: 7),
                        .init("validation", points: points(\.validationLoss), color: 0),
                    ].filter { $0.points.contains(where: \.y.isFinite) }, markers: epochMarkers
                ), caption: "Where validation turns upwards while training falls, the model begins to learn by heart."
            )
        ]
        func validation(_ name: String, _ title: String, _ axis: String, _ value: (EpochRecord) -> Double?) -> Plot? {
            let points = points(value)
            guard points.contains(where: \.y.isFinite) else { return nil }
            return Plot(
                name: name,
                chart: LineChart(
                    title: title, summary: "\(title) by epoch.", xAxis: .init("Epoch"),
                    yAxis: .init(axis, isPercent: true), series: [.init("", points: points)], markers: epochMarkers
                ), caption: "On \(itemNoun)s that were held back from training."
            )
        }
        plots += [
            validation("accuracy", "Validation accuracy", "Accuracy", \.validationAccuracy),
            validation("validation-f1", "Validation F1", "F1 of the defect's pixels", \.validationF1),
        ].compactMap { $0 }
        return plots + [learningRate(first)]
    }

    /// A curve each of trainings that make one model together.
    private var lossOfEach: Plot {
        let curves = trainings.flatMap { training -> [LineChart.Series] in
            [
                .init(training.name, points: training.points(\.trainLoss)),
                .init("\(training.name), validation", points: training.points(\.validationLoss), style: .dashed),
            ].filter { $0.points.contains(where: \.y.isFinite) }
        }
        return Plot(
            name: "loss",
            chart: LineChart(
                title: "Loss", summary: "Loss of each training by epoch.", xAxis: .init("Epoch"), yAxis: .init("Loss"),
                series: curves
            ), caption: "One training each; how low it comes says nothing of which of them hears better.")
    }

    private func learningRate(_ training: TrainingDiary) -> Plot {
        Plot(
            name: "learning-rate",
            chart: LineChart(
                title: "Learning rate", summary: "Learning rate by epoch.", xAxis: .init("Epoch"),
                yAxis: .init("Learning rate"),
                series: [.init("", points: training.points(\.learningRate), color: 5)]
            ), caption: "Warm-up, then down along its schedule.")
    }

    /// The epoch that was kept, and the one at which an early end came.
    private var epochMarkers: [LineChart.Marker] {
        var markers = bestEpoch.map { [LineChart.Marker(x: Double($0.epoch), label: "kept: epoch \($0.epoch)")] } ?? []
        let word: String? =
            switch ending {
            case .noImprovement: "stopped early"
            case .stopped: "stopped"
            case .allEpochs, nil: nil
            }
        if let word, let last = epochs.last {
            markers.append(.init(x: Double(last.epoch), label: "\(word): \(last.epoch)"))
        }
        return markers
    }

    /// Of the only training; `nil` where there were several.
    var bestEpoch: EpochRecord? { trainings.count == 1 ? trainings[0].bestEpoch : nil }
}

extension TrainingDiary {
    fileprivate func points(_ value: (EpochRecord) -> Double?) -> [(x: Double, y: Double)] {
        epochs.map { (x: Double($0.epoch), y: value($0) ?? .nan) }
    }
}
