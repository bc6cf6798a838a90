import AnomalyDetection
import Foundation
import InspectionTypes
import NeuralNetworks
import Testing

/// Mean log-mel spectra of machines with lines of their own, under noise whose colour changes from recording to recording.
private struct Spectra {
    var generator: SeededGenerator
    static let bands = 64

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    /// - Parameters:
    ///   - moved: factor on the places of the lines.
    ///   - colour: of the noise beside the machine, in natural logarithms a band.
    mutating func spectrum(moved: Double = 1, colour: ClosedRange<Double> = -1...1) -> [Float] {
        let lines = [9.0, 16, 23, 31, 40, 50]
        let tilt = colour.lowerBound + (colour.upperBound - colour.lowerBound) * generator.nextUniform()
        let bend = colour.lowerBound + (colour.upperBound - colour.lowerBound) * generator.nextUniform()
        return (0..<Self.bands).map { band in
            let x = Double(band) / Double(Self.bands)
            let tones = lines.reduce(0.0) { sum, line in
                let away = (Double(band) - line * moved) / 0.9
                return sum + exp(-away * away / 2)
            }
            return Float(tones + 4 * tilt * x + 3 * bend * sin(5 * x) + 0.1 * generator.nextNormal())
        }
    }
}

@Suite struct StretchContrastTests {
    private func fitted(_ types: [Int] = [0]) throws -> StretchContrast {
        var spectra = Spectra(seed: 1)
        var rows = Embeddings(dimension: Spectra.bands)
        for recording in 0..<24 {
            rows.append(spectra.spectrum(), machine: recording % types.count, recording: recording)
        }
        return try StretchContrast(fitting: rows, types: types)
    }

    @Test func movedLinesStandOutUnderNoiseOfAnotherColour() throws {
        let contrast = try fitted()
        var others = Spectra(seed: 2)
        let normal = (0..<40).map { _ in contrast.scores(others.spectrum(colour: 1...2))[0] }
        let moved = (0..<40).map { _ in contrast.scores(others.spectrum(moved: 1.06, colour: 1...2))[0] }
        let right = moved.reduce(0) { sum, score in sum + normal.count { $0 < score } }
        #expect(Double(right) / 1600 > 0.97)
    }

    @Test func theGraphSaysTheSame() throws {
        let contrast = try fitted([0, 0, 1])
        var spectra = Spectra(seed: 3)
        var windows = Embeddings(dimension: 5 * Spectra.bands)
        for recording in 0..<6 {
            windows.append((0..<5).flatMap { _ in spectra.spectrum() }, recording: recording)
        }
        var builder = GraphBuilder(name: "test", seed: 0)
        let features = builder.input("x", shape: ["batch", 1, 5, .fixed(Spectra.bands)])
        let found = try Engine.run(
            &builder, contrast.write(on: features, in: &builder), windows, shape: [6, 1, 5, Spectra.bands])
        for row in 0..<windows.count {
            let frames = Array(windows[row])
            let mean = (0..<Spectra.bands).map { band in
                (0..<5).reduce(Float(0)) { $0 + frames[$1 * Spectra.bands + band] } / 5
            }
            for (value, expected) in zip(found[row], contrast.scores(mean)) {
                #expect(abs(Double(value) - expected) < 1e-3 * max(1, abs(expected)))
            }
        }
    }

    @Test func decibelsGiveWhatNaturalLogarithmsGive() throws {
        var spectra = Spectra(seed: 4)
        let rows = (0..<12).map { _ in spectra.spectrum() }
        let unit = log(10.0) / 10
        var natural = Embeddings(dimension: Spectra.bands)
        var decibels = Embeddings(dimension: Spectra.bands)
        for (recording, row) in rows.enumerated() {
            natural.append(row, recording: recording)
            decibels.append(row.map { Float(Double($0) / unit) }, recording: recording)
        }
        let one = try StretchContrast(fitting: natural, types: [0])
        let other = try StretchContrast(fitting: decibels, types: [0], unit: unit)
        let query = spectra.spectrum(moved: 0.95)
        let scores = (one.scores(query)[0], other.scores(query.map { Float(Double($0) / unit) })[0])
        #expect(abs(scores.0 - scores.1) < 1e-2 * abs(scores.0))
    }

    @Test func spectraWithoutLinesAreRefused() {
        var flat = Embeddings(dimension: 32)
        for recording in 0..<4 { flat.append([Float](repeating: 1, count: 32), recording: recording) }
        #expect(throws: AnomalyError.self) { try StretchContrast(fitting: flat, types: [0]) }
    }

    @Test(arguments: [0.8, 1.0, 1.2]) func stretchingReadsAtAnotherPlaceAndHoldsTheEnds(_ factor: Double) {
        let ramp = (0..<20).map { Float($0) }
        let stretched = StretchContrast.stretched(ramp, by: factor)
        for (band, value) in stretched.enumerated() {
            #expect(abs(Double(value) - min(19, Double(band) * factor)) < 1e-4)
        }
    }
}

@Suite struct KinMahalanobisTests {
    private var rows: Embeddings {
        var generator = SeededGenerator(seed: 5)
        var rows = Embeddings(dimension: 8)
        for recording in 0..<60 {
            let machine = recording % 3
            rows.append(
                (0..<8).map { Float(generator.nextNormal() * Double($0 + 1) / 4 + Double(machine) * 2) },
                machine: machine, recording: recording)
        }
        return rows
    }

    @Test func theGraphSaysTheSame() throws {
        let distance = try KinMahalanobis(fitting: rows, types: [0, 0, 1])
        let found = try Engine.run(dimension: 8, rows) { distance.write(on: $0, in: &$1) }
        for row in 0..<rows.count {
            for (value, expected) in zip(found[row], distance.scores(rows[row])) {
                #expect(abs(Double(value) - expected) < 1e-3 * max(1, expected))
            }
        }
    }

    @Test func ownRecordingsAreNearerThanAnotherMachines() throws {
        let distance = try KinMahalanobis(fitting: rows, types: [0, 0, 1])
        let right = (0..<rows.count).count { row in
            let scores = distance.scores(rows[row])
            return scores.indices.min { scores[$0] < scores[$1] } == rows.machines[row]
        }
        #expect(right >= 55)
    }

    @Test func aMachineWithoutARecordingIsRefused() {
        #expect(throws: AnomalyError.self) { try KinMahalanobis(fitting: rows, types: [0, 0, 1, 1]) }
    }
}

@Suite struct ScoreFusionTests {
    /// Components that hear one kind of change each; the last hears nothing and wanders.
    private func scores(wandering: Double) -> ComponentScores {
        var generator = SeededGenerator(seed: 6)
        var scores = ComponentScores(names: ["tones", "knocks", "wander"], machines: ["fan id_00", "fan id_02"])
        var recording = 0
        func add(_ machine: Int, _ shift: [Double], _ change: String?) {
            let raw = shift.enumerated().map { component, shift in
                (0..<2).map { _ in
                    10 * Double(component + 1) + shift + generator.nextNormal() * (component == 2 ? wandering : 1)
                }
            }
            scores.add(recording: recording, machine: machine, raw: raw, change: change)
            recording += 1
        }
        for index in 0..<60 {
            add(index % 2, [0, 0, 0], nil)
            add(index % 2, [6, 0, 0], "tone")
            add(index % 2, [0, 6, 0], "knock")
        }
        return scores
    }

    @Test func componentsThatHearDifferentThingsSpeakByTheirMaximum() {
        let fusion = ScoreFusion(scores(wandering: 1))
        #expect(Set(fusion.components) == [0, 1])
        #expect(fusion.fusion == .maximum)
        #expect(fusion.words.contains("tones") && fusion.words.contains("knocks"))
    }

    @Test func heldOutScoresOfEveryMachineLieAroundNothing() {
        let fusion = ScoreFusion(scores(wandering: 1))
        for machine in 0..<2 {
            let own = fusion.heldOut.filter { $0.machine == machine }.map(\.score)
            #expect(own.count == 30)
            #expect(abs(own.reduce(0, +) / 30) < 0.3)
        }
    }

    @Test func oneComponentIsTakenAsItIs() {
        var scores = ComponentScores(names: ["error"], machines: ["press"])
        for recording in 0..<10 { scores.add(recording: recording, machine: 0, raw: [[Double(recording)]]) }
        let fusion = ScoreFusion(scores)
        #expect(fusion.components == [0])
        #expect(fusion.heldOut.map(\.score) == fusion.heldOut.map(\.score).sorted())
        #expect(fusion.words == "error")
    }

    @Test func theGraphSaysTheSame() throws {
        let fusion = ScoreFusion(scores(wandering: 1))
        var rows = Embeddings(dimension: 6)
        rows.append([10, 11, 20, 21, 30, 31], recording: 0)
        rows.append([17, 10, 20, 29, 30, 30], recording: 1)
        let found = try Engine.run(dimension: 6, rows) { value, builder in
            let raw = (0..<3).map { builder.slice(value, axis: 1, 2 * $0..<2 * $0 + 2) }
            return fusion.write(on: raw, in: &builder)
        }
        for row in 0..<2 {
            for machine in 0..<2 {
                let parts = zip(fusion.components, fusion.scales).map { component, scales in
                    scales[machine].apply(Double(Array(rows[row])[2 * component + machine]))
                }
                let expected = fusion.joined[machine].apply(parts.max() ?? 0)
                #expect(abs(Double(found[row][machine]) - expected) < 1e-4 * max(1, abs(expected)))
            }
        }
    }
}
