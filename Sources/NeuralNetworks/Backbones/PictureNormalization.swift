/// How a network wants its colours: `(value − mean) / deviation` a channel, of values 0…1.
public struct PictureNormalization: Sendable, Equatable, Codable {
    public var mean: [Float]
    public var deviation: [Float]

    public init(mean: [Float], deviation: [Float]) {
        precondition(
            mean.count == deviation.count && deviation.allSatisfy { $0 > 0 },
            "PictureNormalization: \(mean) and \(deviation) do not fit each other")
        self.mean = mean
        self.deviation = deviation
    }

    /// Of the pictures that torchvision's and the zoo's classifiers were trained on.
    public static let imageNet = PictureNormalization(mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225])
}
