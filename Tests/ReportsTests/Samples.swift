import Evaluation
import Foundation
import InspectionTypes
import Plotting
import Reports

/// Made-up evaluations and reports.
enum Samples {
    static let nasty = "<script>alert(\"x\")</script> & 'more'"

    /// `right` of 20 recordings, two windows each, by turns of `classes`.
    static func evaluation(classes: [String] = ["intact", "cracked"], right: Int = 18, normal: [String] = ["intact"])
        throws -> ClassifierEvaluation
    {
        var (rows, truth, groups): ([[Double]], [Int], [String]) = ([], [], [])
        for recording in 0..<20 {
            let one = recording % classes.count
            let named = recording < right ? one : (one + 1) % classes.count
            for _ in 0..<2 {
                rows.append(classes.indices.map { $0 == named ? 0.9 : 0.1 / Double(max(classes.count - 1, 1)) })
                truth.append(one)
                groups.append("recording \(recording)")
            }
        }
        return try ClassifierEvaluation(
            probabilities: rows, truth: truth, groups: groups, classes: classes, normalClasses: normal)
    }

    static func report(_ evaluation: ClassifierEvaluation, name: String = "fan") -> Report {
        Report(
            kind: .training, document: EvaluationDocument(model: name, data: "data/\(name)", evaluation: evaluation),
            evaluation: evaluation,
            created: Date(timeIntervalSince1970: 1_763_722_623)
        )
    }

    /// Every part filled, every text being `name`.
    static func full(_ name: String) throws -> Report {
        let evaluation = try evaluation(classes: ["intact", name])
        var report = report(evaluation, name: name)
        var card = ModelCard(
            kind: .classifier, medium: .sound, name: name, version: name, created: report.created,
            soundFrontEnd: SoundFrontEnd(logMel: .yamnet, windowSeconds: 1, hopSeconds: 0.5),
            classes: evaluation.classes
        )
        card.trainingData = .init(
            name: name, items: 40, groups: 20, digest: name, splitDigest: name, caveats: ["same recording: optimistic"])
        card.purpose = name
        report.card = card
        report.caveats = [name, "same recording: optimistic"]
        report.facts = [.init(name, name)]
        report.commands = [name]
        report.epochs = (1...5).map {
            EpochRecord(
                epoch: $0, trainLoss: 1 / Double($0), validationLoss: $0 == 3 ? .nan : 1, validationAccuracy: 0.5,
                learningRate: 1e-3,
                seconds: 1, itemsPerSecond: 100, isBest: $0 == 2
            )
        }
        report.predictions = [
            PredictionRecord(
                file: name, start: 0, group: name, truth: name, label: "intact", score: 0.9, probabilities: [0.9, 0.1])
        ]
        report.mistakes = [mistake(name, audio: 10)]
        return report
    }

    static func mistake(_ name: String, audio bytes: Int) -> Mistake {
        Mistake(
            file: name, truth: name, verdict: "intact", score: 0.9,
            waveform: WaveformChart(title: name, samples: [0, 1, -1], sampleRate: 3),
            spectrogram: SpectrogramChart(title: name, values: [[0, 1]], duration: 1, bandFrequencies: [100, 200]),
            audio: .init(bytes: Array(repeating: 7, count: bytes)), note: name
        )
    }

    /// 8 pictures of 8 × 4 pixels, of which the first `defective` show a defect: found rightly by the first `right` of all.
    static func segmentation(defective: Int = 5, right: Int = 6, noun: String = "crack", name: String = "wall")
        throws -> SegmentationEvaluation
    {
        let counts = try (0..<8).map { index in
            let truth = (0..<32).map { UInt8(index < defective && $0 < 12 ? 1 : 0) }
            let isRight = index < right
            let levels = truth.enumerated().map { pixel, value -> UInt8 in
                let near: UInt8 = pixel == 12 && index < defective ? 120 : 20
                if isRight { return value == 1 ? 230 : near }
                return value == 1 ? 40 : pixel > 28 ? 200 : 10
            }
            return try SegmentationCounts(
                name: "\(name) \(index)", map: ProbabilityMap(width: 8, height: 4, levels: levels),
                truth: Mask(width: 8, height: 4, values: truth), threshold: 0.5)
        }
        return try SegmentationEvaluation(pictures: counts, threshold: 0.5, defectNoun: noun)
    }

    static func report(_ evaluation: SegmentationEvaluation, name: String = "cracks") -> Report {
        Report(
            kind: .training, document: EvaluationDocument(model: name, data: "data/\(name)", evaluation: evaluation),
            segmentation: evaluation, created: Date(timeIntervalSince1970: 1_763_722_623)
        )
    }

    /// Every part of a segmenter's page filled, every text being `name`.
    static func fullSegmenter(_ name: String) throws -> Report {
        var report = report(try segmentation(noun: name, name: name), name: name)
        var card = ModelCard(
            kind: .segmenter, name: name, version: name, created: report.created,
            pictureFrontEnd: PictureFrontEnd(
                width: 256, height: 128, colour: .rgb, fit: .tile, overlap: 16, mean: [0.5]),
            classes: [name])
        card.thresholds = ["pixel": .init(value: 0.5, derivation: name), "area": .init(value: 24, derivation: name)]
        report.card = card
        report.epochs = (1...6).map {
            EpochRecord(
                epoch: $0, trainLoss: 1 / Double($0), validationLoss: 1, validationF1: 0.5, learningRate: 1e-3,
                seconds: 1, itemsPerSecond: 100, isBest: $0 == 4)
        }
        report.ending = .noImprovement(planned: 20)
        report.augmentationSheet = picture(10, caption: name)
        report.gallery = [
            PictureExample(
                file: "\(name) 0", picture: picture(10), found: picture(10, caption: name), regions: [region(name)],
                note: name)
        ]
        report.worstPictures = [
            PictureExample(file: "\(name) 7", picture: picture(10), truth: picture(10), found: picture(10))
        ]
        return report
    }

    static func picture(_ bytes: Int, width: Int = 300, height: Int = 200, caption: String? = nil) -> EmbeddedPicture {
        EmbeddedPicture(bytes: Array(repeating: 7, count: bytes), width: width, height: height, caption: caption)
    }

    static func region(_ label: String, millimetres: Region.Millimetres? = nil) -> Region {
        Region(
            label: label, score: 0.81, box: .init(x: 1, y: 2, width: 3, height: 4), area: 963, length: 321.4,
            meanWidth: 3, largestWidth: 5.5, orientation: 42, polygons: [], millimetres: millimetres)
    }

    /// A folder of its own, removed after `body`.
    static func withDirectory<Result>(_ body: (String) throws -> Result) throws -> Result {
        let path = FileManager.default.temporaryDirectory.appending(path: "wheeltapper-reports-\(UUID().uuidString)")
            .path
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try body(path)
    }
}

extension Samples {
    /// Of each machine 10 normal recordings and 5 anomalies, of which `right` are judged rightly; the first machine's are wrong first.
    static func detection(
        machines: [String] = ["fan id_00", "fan id_02", "pump id_00"], right: Int = 12, promised: Bool = true
    )
        throws -> DetectorEvaluation
    {
        let items = machines.flatMap { machine in
            (0..<15).map { index in
                let isAnomaly = index >= 10
                let isReported = isAnomaly == ((index * 4) % 15 < right)
                return DetectorItem(
                    file: "\(machine) \(index).wav", machine: machine, group: "\(machine) \(index)",
                    isAnomaly: isAnomaly, score: (isReported ? 2 : 0) + Double(index) / 20, threshold: 1.5,
                    heard: machines.count == 1 ? nil : index == 3 ? machines[0] : machine)
            }
        }
        return try DetectorEvaluation(items: items, machines: promised ? machines.map { card($0) } : [], resamples: 60)
    }

    static func card(_ machine: String, share: MetricValue = .init(0.02, low: 0.001, high: 0.08))
        -> DetectorCard.Machine
    {
        .init(
            name: machine, items: 50, threshold: 1.5,
            calibration: .init(
                items: 50, seconds: 500, pooled: false, falseAlarms: share, perHour: nil, asked: "1/week",
                isSupported: true, words: "words of \(machine)", caveats: ["caveat of \(machine)"]))
    }

    static func report(_ evaluation: DetectorEvaluation, name: String = "fan") -> Report {
        Report(
            kind: .evaluation, document: EvaluationDocument(model: name, data: "data/\(name)", evaluation: evaluation),
            detection: evaluation, created: Date(timeIntervalSince1970: 1_763_722_623))
    }

    /// Every part of a detector's page filled, every text being `name`.
    static func fullDetector(_ name: String) throws -> Report {
        let evaluation = try detection(machines: [name, name + " id_01"])
        var report = report(evaluation, name: name)
        var card = ModelCard(
            kind: .detector, medium: .sound, name: name, version: name, created: report.created,
            soundFrontEnd: SoundFrontEnd(logMel: .yamnet, windowSeconds: 1, hopSeconds: 0.5),
            classes: ["normal", "anomaly"])
        card.detector = DetectorCard(method: name, machines: evaluation.machines, scoring: name)
        report.card = card
        report.detections = evaluation.items.map { example($0, name) }
        report.calibration = [
            CalibrationCurve(
                machine: name,
                points: [5, 10, 20].map { .init(items: $0, threshold: 1.4, low: 1, high: 2) }, threshold: 1.5,
                words: name)
        ]
        return report
    }

    static func example(_ item: DetectorItem, _ name: String) -> DetectionExample {
        var spectrogram = SpectrogramChart(title: name, values: [[0, 1]], duration: 1, bandFrequencies: [100, 200])
        spectrogram.marks = [.init(start: 0.2, end: 0.8, lowFrequency: 120, highFrequency: 180, label: name)]
        return DetectionExample(
            item: item,
            deviations: [
                .init(lowFrequency: 1200, highFrequency: 1600, start: 2, end: 4.5, decibels: 8.4, deviations: 5.1),
                .init(lowFrequency: 50, highFrequency: 120, start: 0, end: 9.96, decibels: -3, deviations: -4),
            ],
            spectrogram: spectrogram, audio: .init(bytes: [1, 2, 3]), nearest: NearestNormal(file: name, start: 4),
            nearestSpectrogram: spectrogram, nearestAudio: .init(bytes: [4, 5, 6]), picture: picture(10),
            truth: picture(10), map: picture(10), note: name)
    }
}
