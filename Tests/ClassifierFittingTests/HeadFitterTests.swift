import InspectionTypes
import Testing

@testable import ClassifierFitting

@Suite struct HeadFitterTests {
    @Test(arguments: LogisticGolden.all.cases)
    func fitsWhatScikitLearnFits(golden: LogisticGolden.Case) throws {
        let fitted = try HeadFitter(regularization: golden.regularization).fit(LogisticGolden.all.labelled)
        let layer = try #require(fitted.head.layers.first)
        #expect(fitted.head.layers.count == 1)
        for (row, weights) in golden.weights.enumerated() {
            for (column, weight) in weights.enumerated() {
                #expect(abs(layer.weights[row * layer.inputs + column] - weight) < 1e-3)
            }
        }
        for (probe, wanted) in zip(LogisticGolden.all.probes, golden.probabilities) {
            for (found, wanted) in zip(fitted.head.probabilities(of: probe), wanted) {
                #expect(abs(found - wanted) < 1e-3)
            }
        }
    }

    @Test(arguments: [[], [5]])
    func itsDerivativesAreThoseOfItsLoss(hidden: [Int]) {
        let objective = HeadObjective(LogisticGolden.all.labelled, hidden: hidden, regularization: 0.5)
        var generator = SeededGenerator(seed: 3, stream: "place")
        let place = (0..<objective.parameterCount).map { _ in generator.nextUniform() - 0.5 }
        let gradient = objective.evaluate(place).gradient
        for index in stride(from: 0, to: place.count, by: 7) {
            var (above, below) = (place, place)
            above[index] += 2e-3
            below[index] -= 2e-3
            let slope = (objective.evaluate(above).value - objective.evaluate(below).value) / 4e-3
            #expect(abs(slope - gradient[index]) < 2e-3, "parameter \(index)")
        }
    }

    /// Two classes that no line tells apart: opposite corners of a square.
    private func corners() -> LabelledRows {
        var rows = LabelledRows(featureCount: 2, classCount: 2)
        var generator = SeededGenerator(seed: 1, stream: "corners")
        for number in 0..<120 {
            let (right, up) = (number % 2, number / 2 % 2)
            func near(_ side: Int) -> Float { Float(side) * 2 - 1 + Float(generator.nextUniform() - 0.5) }
            rows.append([near(right), near(up)], label: right ^ up, recording: number, group: "\(number)")
        }
        return rows
    }

    @Test func aHiddenLayerLearnsWhatNoLineDoes() throws {
        let linear = try HeadFitter().fit(corners())
        let layered = try HeadFitter(kind: .perceptron(hidden: 8), threads: 2).fit(corners())
        func right(_ head: Head) -> Int {
            [([-1, -1], 0), ([1, 1], 0), ([-1, 1], 1), ([1, -1], 1)].count { corner, label in
                head.probabilities(of: corner.map(Float.init))[label] > 0.5
            }
        }
        #expect(right(layered.head) == 4)
        #expect(right(linear.head) < 4)
    }

    /// Classes whose mean differs a little, and many features that say nothing.
    private func noisy(_ count: Int, seed: UInt64) -> LabelledRows {
        var rows = LabelledRows(featureCount: 40, classCount: 2)
        var generator = SeededGenerator(seed: seed, stream: "noise")
        for number in 0..<count {
            var row = (0..<40).map { _ in Float(generator.nextUniform() * 4 - 2) }
            row[0] += number % 2 == 0 ? 1 : -1
            rows.append(row, label: number % 2, recording: number, group: "\(number)")
        }
        return rows
    }

    @Test func aStrongRegularisationIsChosenWhereMostFeaturesSayNothing() throws {
        let fitted = try HeadFitter(seed: 1, threads: 2).fit(noisy(60, seed: 1))
        #expect(fitted.choice.judge == .folds(5))
        #expect(fitted.choice.trials.count == RegularizationChoice.grid.count)
        #expect(fitted.choice.regularization <= 0.1)
        let freest = try #require(fitted.choice.trials.last)
        let chosen = try #require(
            fitted.choice.trials.first { $0.regularization == fitted.choice.regularization })
        #expect(chosen.loss < freest.loss)
    }

    @Test func aLargeValidationPartChoosesByItself() throws {
        let fitted = try HeadFitter().fit(noisy(40, seed: 1), validation: noisy(20, seed: 2))
        #expect(fitted.choice.judge == .validation)
    }

    /// The first two features say little, the third says which class it is where `isTold`, and nothing where not.
    private func told(_ isTold: Bool) -> LabelledRows {
        var rows = LabelledRows(featureCount: 3, classCount: 2)
        var generator = SeededGenerator(seed: 7, stream: "told")
        for number in 0..<60 {
            func noise() -> Float { Float(generator.nextUniform() * 4 - 2) }
            let side: Float = number % 2 == 0 ? 1 : -1
            rows.append(
                [side + noise(), noise(), isTold ? side + noise() / 8 : noise()], label: number % 2, recording: number,
                group: "\(number)")
        }
        return rows
    }

    @Test(arguments: [true, false])
    func furtherFeaturesAreTakenWhereTheyTellMore(isTold: Bool) throws {
        let fitted = try HeadFitter(seed: 1).fit(told(isTold), widths: [2, 3])
        #expect(fitted.head.featureCount == (isTold ? 3 : 2))
        #expect(fitted.choice.width == fitted.head.featureCount)
        let given = try HeadFitter(regularization: 0.1, seed: 1).fit(told(isTold), widths: [2, 3])
        #expect(given.head.featureCount == (isTold ? 3 : 2))
        #expect(given.choice.regularization == 0.1)
    }

    @Test func narrowedRowsHoldTheFirstFeatures() {
        var (rows, wanted) = (
            LabelledRows(featureCount: 19, classCount: 2), LabelledRows(featureCount: 11, classCount: 2)
        )
        for number in 0..<5 {
            let row = (0..<19).map { Float(100 * number + $0) }
            rows.append(row, label: number % 2, recording: number, group: "\(number)")
            wanted.append(Array(row.prefix(11)), label: number % 2, recording: number, group: "\(number)")
        }
        let narrow = rows.narrowed(to: 11)
        #expect(narrow.lanes == wanted.lanes && narrow.labels == wanted.labels && narrow.groups == wanted.groups)
        #expect(rows.narrowed(to: 19).lanes == rows.lanes)
    }

    @Test func theSameSeedGivesTheSameHead() throws {
        let fitter = HeadFitter(kind: .perceptron(hidden: 3), seed: 9, threads: 2)
        #expect(try fitter.fit(noisy(30, seed: 4)).head == fitter.fit(noisy(30, seed: 4)).head)
    }

    @Test func oneClassAloneIsRefused() throws {
        var rows = LabelledRows(featureCount: 2, classCount: 2)
        rows.append([1, 2], label: 0, recording: 0, group: "a")
        rows.append([2, 1], label: 0, recording: 1, group: "b")
        let error = try #require(throws: ClassifierFittingError.self) { try HeadFitter().fit(rows) }
        #expect(error.code == .data)
    }

    @Test func stoppingLeavesNoHead() throws {
        let error = try #require(throws: ClassifierFittingError.self) {
            try HeadFitter(isCancelled: { true }).fit(noisy(30, seed: 1))
        }
        #expect(error == .stopped)
    }

    @Test func aFoldSharesNoGroupWithAnother() {
        let folds = GroupedFolds.make(LogisticGolden.all.labelled, count: 4, seed: 2)
        let groups = folds.map { fold in Set(fold.map { LogisticGolden.all.labelled.groups[$0] }) }
        #expect(folds.count == 4)
        #expect(folds.flatMap(\.self).sorted() == Array(0..<60))
        for (number, group) in groups.enumerated() {
            for other in groups.dropFirst(number + 1) { #expect(group.isDisjoint(with: other)) }
        }
        let smallest = folds.map { fold in fold.count { LogisticGolden.all.labels[$0] == 2 } }.min() ?? 0
        #expect(smallest >= 2, "the rare class stands in each fold")
    }

    @Test func recordingsWeighTheSameHoweverLong() {
        var rows = LabelledRows(featureCount: 1, classCount: 2)
        for window in 0..<6 { rows.append([Float(window)], label: 0, recording: 0, group: "long") }
        for window in 0..<2 { rows.append([Float(window)], label: 1, recording: 1, group: "short") }
        rows.balance()
        #expect(rows.weights.prefix(6).reduce(0, +) == rows.weights.suffix(2).reduce(0, +))
        #expect(abs(rows.weights.reduce(0, +) - 8) < 1e-5)
    }
}
