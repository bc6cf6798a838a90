/// A linear layer in vectors of eight, with the sums of its derivatives.
struct PackedLayer {
    typealias Lane = SIMD8<Float>

    let inputs: Int
    let outputs: Int
    /// Vectors in a row of weights.
    let stride: Int
    private var weights: [Lane]
    private let bias: [Float]
    /// Of the weights, `[output · stride]`.
    private(set) var sums: [SIMD8<Double>]
    private(set) var biasSums: [Double]

    /// - Parameter parameters: weights `[output, input]`, then biases, and whatever follows.
    init(_ parameters: ArraySlice<Double>, inputs: Int, outputs: Int) {
        self.inputs = inputs
        self.outputs = outputs
        stride = (inputs + 7) / 8
        weights = Self.packed(parameters.prefix(inputs * outputs).map { Float($0) }, width: inputs)
        bias = parameters.dropFirst(inputs * outputs).prefix(outputs).map { Float($0) }
        sums = Array(repeating: .zero, count: stride * outputs)
        biasSums = Array(repeating: 0, count: outputs)
    }

    /// Rows of a width in vectors of eight, padded with zeros.
    static func packed(_ values: [Float], width: Int) -> [Lane] {
        let stride = (width + 7) / 8
        var lanes = [Lane](repeating: .zero, count: values.count / width * stride)
        lanes.withUnsafeMutableBytes { bytes in
            let target = bytes.bindMemory(to: Float.self)
            for row in 0..<values.count / width {
                for place in 0..<width { target[row * stride * 8 + place] = values[row * width + place] }
            }
        }
        return lanes
    }

    /// `[row · output]` of rows of vectors.
    func outputs(of rows: ArraySlice<Lane>) -> [Float] {
        let count = rows.count / stride
        var result = [Float](repeating: 0, count: count * outputs)
        rows.withUnsafeBufferPointer { rows in
            weights.withUnsafeBufferPointer { weights in
                result.withUnsafeMutableBufferPointer { result in
                    for output in 0..<outputs {
                        let start = output * stride
                        for row in 0..<count {
                            var (even, odd) = (Lane.zero, Lane.zero)
                            let first = row * stride
                            var place = 0
                            while place + 1 < stride {
                                even += rows[first + place] * weights[start + place]
                                odd += rows[first + place + 1] * weights[start + place + 1]
                                place += 2
                            }
                            if place < stride { even += rows[first + place] * weights[start + place] }
                            result[row * outputs + output] = (even + odd).sum() + bias[output]
                        }
                    }
                }
            }
        }
        return result
    }

    /// Adds `errorᵀ · row` to the sums. What a block adds is summed in single precision, the blocks in double.
    mutating func add(_ errors: [Float], _ rows: ArraySlice<Lane>) {
        let count = rows.count / stride
        var part = [Lane](repeating: .zero, count: stride)
        rows.withUnsafeBufferPointer { rows in
            for output in 0..<outputs {
                part.withUnsafeMutableBufferPointer { part in
                    for place in 0..<stride { part[place] = .zero }
                    for row in 0..<count {
                        let error = errors[row * outputs + output]
                        biasSums[output] += Double(error)
                        guard error != 0 else { continue }
                        let first = row * stride
                        for place in 0..<stride { part[place] += rows[first + place] * error }
                    }
                }
                for place in 0..<stride { sums[output * stride + place] += SIMD8<Double>(part[place]) }
            }
        }
    }

    /// `[row · input]`: `error · W`.
    func errors(before errors: [Float]) -> [Float] {
        let count = errors.count / outputs
        var result = [Float](repeating: 0, count: count * inputs)
        for row in 0..<count {
            for output in 0..<outputs {
                let error = errors[row * outputs + output]
                guard error != 0 else { continue }
                for input in 0..<inputs {
                    result[row * inputs + input] += error * weights[output * stride + input / 8][input % 8]
                }
            }
        }
        return result
    }
}
