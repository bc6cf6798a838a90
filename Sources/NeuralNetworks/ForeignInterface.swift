/// How the input and the output of a graph that someone else made are to be taken.
public struct ForeignInterface: Sendable, Equatable {
    public enum Kind: Sendable { case classifier, segmenter }
    /// What the output's numbers are.
    public enum Output: String, Sendable, CaseIterable { case logits, probabilities }
    /// The order of a picture's axes.
    public enum Layout: String, Sendable, CaseIterable {
        /// `[batch, channel, row, column]`, as PyTorch has it.
        case nchw
        /// `[batch, row, column, channel]`, as TensorFlow has it.
        case nhwc
    }

    public var kind: Kind
    /// `nil` for the graph's only input.
    public var inputName: String?
    /// Any value of the graph; `nil` for its first output.
    public var outputName: String?
    /// Any value of the graph; `nil` where no embedding is wanted.
    public var embeddingName: String?
    public var output: Output
    public var layout: Layout
    /// Of a segmenter with a channel a class: those that are no defect.
    public var normalClasses: [Int]

    public init(
        kind: Kind, inputName: String? = nil, outputName: String? = nil, embeddingName: String? = nil,
        output: Output = .logits, layout: Layout = .nchw, normalClasses: [Int] = []
    ) {
        self.kind = kind
        self.inputName = inputName
        self.outputName = outputName
        self.embeddingName = embeddingName
        self.output = output
        self.layout = layout
        self.normalClasses = normalClasses
    }
}
