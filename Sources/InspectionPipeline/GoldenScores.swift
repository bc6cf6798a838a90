public import InspectionTypes

/// What a model says of a golden input, before anything is rounded.
public struct GoldenScores: Sendable, Equatable {
    /// Of a classifier: probability a class. Of a segmenter: those of the map at ``gridSide``² places, row by row. Of a detector:
    /// probability a machine.
    public var probabilities: [Double]
    /// Of a segmenter: the share of the map's pixels that pass the threshold.
    public var defectShare: Double?
    /// Of a detector: the input's event score against each machine.
    public var scores: [Double]?
    /// Of a detector of pictures that says where: its map at ``gridSide``² places, row by row, on the scale of its scores.
    public var map: [Double]?

    /// A map is looked at in so many rows and columns.
    public static let gridSide = 16

    public init(
        probabilities: [Double], defectShare: Double? = nil, scores: [Double]? = nil, map: [Double]? = nil
    ) {
        self.probabilities = probabilities
        self.defectShare = defectShare
        self.scores = scores
        self.map = map
    }

    /// What a detector said.
    ///
    /// - Parameter map: of a picture, as it left the network.
    public init(_ detection: DetectionScores, rule: EventRule, map: ActivationMap? = nil) {
        self.init(
            probabilities: detection.probabilities,
            scores: (detection.scores.first ?? []).indices.compactMap { detection.eventScore(machine: $0, rule: rule) },
            map: map.map { map in
                map.values.withUnsafeBufferPointer { Self.samples(of: $0, width: map.width, height: map.height) }
            })
    }

    /// Samples a segmenter's map as it leaves the network, `[row, column]`.
    ///
    /// - Parameter threshold: the card's, of a pixel.
    public init(map: UnsafeBufferPointer<Float>, width: Int, height: Int, threshold: Double) {
        precondition(map.count == width * height, "GoldenScores: \(map.count) numbers for \(width)×\(height) pixels")
        let passing = map.reduce(0) { $0 + (Double($1) >= threshold ? 1 : 0) }
        self.init(
            probabilities: Self.samples(of: map, width: width, height: height),
            defectShare: Double(passing) / Double(map.count))
    }

    /// A map at ``gridSide``² places.
    ///
    /// Place `i` of an axis of `n` pixels is the pixel `⌊(2i + 1)·n / 32⌋`: the middles of 16 equal parts. Numbers are kept to 6
    /// decimals, a hundredth of what ``ParityGate`` lets pass.
    private static func samples(of map: UnsafeBufferPointer<Float>, width: Int, height: Int) -> [Double] {
        let side = gridSide
        func place(_ index: Int, of count: Int) -> Int { (2 * index + 1) * count / (2 * side) }
        var samples: [Double] = []
        samples.reserveCapacity(side * side)
        for row in 0..<side {
            for column in 0..<side {
                let value = Double(map[place(row, of: height) * width + place(column, of: width)])
                samples.append((value * 1e6).rounded() / 1e6)
            }
        }
        return samples
    }

    /// Samples a map held in an array.
    public init(map: [Float], width: Int, height: Int, threshold: Double) {
        self = map.withUnsafeBufferPointer {
            GoldenScores(map: $0, width: width, height: height, threshold: threshold)
        }
    }
}
