import Inference
import InspectionTypes
import NeuralNetworks
import Signals

/// A session of a picture model with the memory of its input, filled anew for every picture. One owner.
final class PictureNetwork {
    let frontEnd: PictureFrontEnd
    private let session: InferenceSession
    private let shape: [Int]
    /// `[channel, row, column]`.
    let features: UnsafeMutableBufferPointer<Float>
    /// The mean of a segmenter's looks, `[row, column]`; and the features mirrored. Made where asked for.
    private var sum: [Float] = []
    private var mirrored: [Float] = []

    init(_ session: InferenceSession, frontEnd: PictureFrontEnd) {
        self.session = session
        self.frontEnd = frontEnd
        self.shape = frontEnd.inputShape
        self.features = .allocate(capacity: shape.reduce(1, *))
        features.initialize(repeating: 0)
    }

    deinit { features.deallocate() }

    /// The part of a picture that the network's input shows, in the picture's pixels.
    func area(ofWidth width: Int, height: Int) -> ActivationMap.Area {
        let place = PicturePlacement(frontEnd, width: width, height: height)
        return ActivationMap.Area(
            x: place.pictureX(0), y: place.pictureY(0), width: Double(frontEnd.width) / place.scaleX,
            height: Double(frontEnd.height) / place.scaleY)
    }

    /// Runs the network on ``features``.
    func run(fetch outputs: [String], _ body: ([UnsafeBufferPointer<Float>], [[Int]]) throws -> Void) throws {
        try session.run(
            PictureNames.picture, UnsafeBufferPointer(features), shape: shape, fetch: outputs, body: body)
    }

    /// A segmenter's map of ``features``, `[row, column]`, as it leaves the network.
    ///
    /// - Parameter flips: whether to look four times, as it is and mirrored along either axis and both, and to take the mean.
    func probability(flips: Bool, _ body: (UnsafeBufferPointer<Float>) throws -> Void) throws {
        guard flips else {
            return try run(fetch: [PictureNames.probability]) { outputs, _ in
                try body(Self.checked(outputs[0], frontEnd))
            }
        }
        let (width, height) = (frontEnd.width, frontEnd.height)
        if sum.isEmpty {
            sum = [Float](repeating: 0, count: width * height)
            mirrored = [Float](repeating: 0, count: features.count)
        }
        for place in sum.indices { sum[place] = 0 }
        for (flipsRows, flipsColumns) in [(false, false), (false, true), (true, false), (true, true)] {
            mirrored.withUnsafeMutableBufferPointer { target in
                for channel in 0..<frontEnd.colour.channelCount {
                    let plane = channel * width * height..<(channel + 1) * width * height
                    Mirror2D(width: width, height: height, rows: flipsRows, columns: flipsColumns).apply(
                        UnsafeBufferPointer(rebasing: features[plane])
                    ) { target[plane.lowerBound + $0] = $1 }
                }
            }
            try mirrored.withUnsafeBufferPointer { values in
                try session.run(PictureNames.picture, values, shape: shape, fetch: [PictureNames.probability]) {
                    outputs, _ in
                    let map = try Self.checked(outputs[0], frontEnd)
                    sum.withUnsafeMutableBufferPointer { sum in
                        Mirror2D(width: width, height: height, rows: flipsRows, columns: flipsColumns).apply(map) {
                            sum[$0] += $1 / 4
                        }
                    }
                }
            }
        }
        try sum.withUnsafeBufferPointer { try body($0) }
    }

    private static func checked(_ map: UnsafeBufferPointer<Float>, _ frontEnd: PictureFrontEnd) throws
        -> UnsafeBufferPointer<Float>
    {
        guard map.count == frontEnd.width * frontEnd.height else {
            throw PipelineError(
                .mismatch,
                "the model gave a map of \(map.count) numbers for \(frontEnd.width) × \(frontEnd.height) pixels")
        }
        guard map.reduce(0, +).isFinite else {
            throw PipelineError(.mismatch, "the model gave a map that holds numbers that are none")
        }
        return map
    }
}

/// A grid seen in a mirror; its own inverse.
private struct Mirror2D {
    var width: Int
    var height: Int
    /// Whether the first row becomes the last.
    var rows: Bool
    /// Whether the first column becomes the last.
    var columns: Bool

    /// Hands each value to `put` with the place where it comes to lie.
    @inline(__always)
    func apply(_ values: UnsafeBufferPointer<Float>, _ put: (Int, Float) -> Void) {
        for row in 0..<height {
            let start = (rows ? height - 1 - row : row) * width
            let source = row * width
            if columns {
                for column in 0..<width { put(start + width - 1 - column, values[source + column]) }
            } else {
                for column in 0..<width { put(start + column, values[source + column]) }
            }
        }
    }
}
