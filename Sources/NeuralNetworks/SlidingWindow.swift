/// A kernel with its stride, padding and dilation, as convolutions and poolings slide it over the axes behind the channel.
struct SlidingWindow {
    var kernel: [Int]
    var strides: [Int]
    var dilations: [Int]
    /// Before every axis, then behind every axis.
    var pads: [Int]
    var outputPadding: [Int]
    var roundsUp: Bool
    var keepsLength: Bool

    /// - Throws: what `fail` makes of attributes that do not fit the kernel.
    init(_ node: Node, kernel: [Int], fail: (String) -> NetworkError) throws {
        let rank = kernel.count
        self.kernel = kernel
        self.strides = node.integers("strides") ?? Array(repeating: 1, count: rank)
        self.dilations = node.integers("dilations") ?? Array(repeating: 1, count: rank)
        self.pads = node.integers("pads") ?? Array(repeating: 0, count: 2 * rank)
        self.outputPadding = node.integers("output_padding") ?? Array(repeating: 0, count: rank)
        self.roundsUp = (node.integer("ceil_mode") ?? 0) != 0
        self.keepsLength = (node.string("auto_pad") ?? "NOTSET").hasPrefix("SAME")
        let sane = 1..<65_536
        guard strides.count == rank, dilations.count == rank, pads.count == 2 * rank, outputPadding.count == rank,
            (kernel + strides + dilations).allSatisfy(sane.contains),
            (pads + outputPadding).allSatisfy((0..<65_536).contains)
        else {
            throw fail(
                "kernel \(kernel), strides \(strides), dilations \(dilations) and pads \(pads) do not fit each other")
        }
    }

    /// Lengths behind the channel after a convolution or a pooling; 0 where the kernel does not fit in.
    func slide(_ shape: [Int]) -> [Int] {
        kernel.indices.map { axis in
            let length = shape[axis + 2]
            if keepsLength { return (length + strides[axis] - 1) / strides[axis] }
            let span = dilations[axis] * (kernel[axis] - 1) + 1
            let room = length + pads[axis] + pads[axis + kernel.count] - span
            guard room >= 0 else { return 0 }
            return (roundsUp ? (room + strides[axis] - 1) / strides[axis] : room / strides[axis]) + 1
        }
    }

    /// Lengths behind the channel after a transposed convolution.
    func spread(_ shape: [Int]) -> [Int] {
        kernel.indices.map { axis in
            (shape[axis + 2] - 1) * strides[axis] - pads[axis] - pads[axis + kernel.count]
                + dilations[axis] * (kernel[axis] - 1) + 1 + outputPadding[axis]
        }
    }
}
