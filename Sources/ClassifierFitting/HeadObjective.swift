/// A head's loss on labelled rows, with its derivatives:
///
///     f(θ) = Σᵢ wᵢ · (−ln p(yᵢ | xᵢ)) / Σᵢ wᵢ + ‖W‖² / (2 · C · Σᵢ wᵢ)
///
/// Weights are held small, biases are free. For a linear head this is, but for a factor, scikit-learn's `LogisticRegression(C)`.
/// θ is, layer by layer, the weights `[output, input]` and then the biases.
struct HeadObjective {
    let rows: LabelledRows
    /// Lengths from the embedding to the classes.
    let lengths: [Int]
    let regularization: Double

    /// Rows that go through the layers together: they stay in the cache.
    private static let block = 128

    init(_ rows: LabelledRows, hidden: [Int], regularization: Double) {
        self.rows = rows
        self.lengths = [rows.featureCount] + hidden + [rows.classCount]
        self.regularization = regularization
    }

    var parameterCount: Int { zip(lengths, lengths.dropFirst()).reduce(0) { $0 + ($1.0 + 1) * $1.1 } }

    func head(_ parameters: [Double]) -> Head {
        var layers: [LinearLayer] = []
        var start = 0
        for (inputs, outputs) in zip(lengths, lengths.dropFirst()) {
            let weights = parameters[start..<start + inputs * outputs].map { Float($0) }
            start += inputs * outputs
            layers.append(
                LinearLayer(
                    inputs: inputs, outputs: outputs, weights: weights,
                    bias: parameters[start..<start + outputs].map { Float($0) }))
            start += outputs
        }
        return Head(layers: layers)
    }

    func evaluate(_ parameters: [Double]) -> (value: Double, gradient: [Double]) {
        precondition(
            parameters.count == parameterCount, "HeadObjective: \(parameters.count) parameters for \(parameterCount)")
        var layers = packed(parameters)
        var (loss, total) = (0.0, 0.0)
        for start in stride(from: 0, to: rows.count, by: Self.block) {
            let found = step(start..<min(rows.count, start + Self.block), &layers)
            (loss, total) = (loss + found.loss, total + found.weight)
        }
        total = max(total, 1e-12)
        var gradient: [Double] = []
        gradient.reserveCapacity(parameters.count)
        var squares = 0.0
        var place = 0
        let decay = 1 / (regularization * total)
        for layer in layers {
            for output in 0..<layer.outputs {
                for input in 0..<layer.inputs {
                    let weight = parameters[place]
                    squares += weight * weight
                    gradient.append(layer.sums[output * layer.stride + input / 8][input % 8] / total + decay * weight)
                    place += 1
                }
            }
            gradient += layer.biasSums.map { $0 / total }
            place += layer.outputs
        }
        return (loss / total + decay * squares / 2, gradient)
    }

    /// Probabilities `[row][class]`.
    func probabilities(_ parameters: [Double]) -> [[Float]] {
        let layers = packed(parameters)
        return stride(from: 0, to: rows.count, by: Self.block).flatMap { start -> [[Float]] in
            let range = start..<min(rows.count, start + Self.block)
            let outputs = activations(range, layers)[layers.count - 1]
            let classes = rows.classCount
            return range.indices.map { place in
                let row = (place - range.lowerBound) * classes
                return Self.softmax(Array(outputs[row..<row + classes]))
            }
        }
    }

    private func packed(_ parameters: [Double]) -> [PackedLayer] {
        var layers: [PackedLayer] = []
        var start = 0
        for (inputs, outputs) in zip(lengths, lengths.dropFirst()) {
            layers.append(PackedLayer(parameters[start...], inputs: inputs, outputs: outputs))
            start += (inputs + 1) * outputs
        }
        return layers
    }

    /// What each layer gives, `[layer][row · output]`, hidden ones after ReLU.
    private func activations(_ range: Range<Int>, _ layers: [PackedLayer]) -> [[Float]] {
        var values: [[Float]] = []
        for (number, layer) in layers.enumerated() {
            var outputs =
                number == 0
                ? layer.outputs(of: rows.lanes[range.lowerBound * rows.stride..<range.upperBound * rows.stride])
                : layer.outputs(of: PackedLayer.packed(values[number - 1], width: layer.inputs)[...])
            if number + 1 < layers.count { for place in outputs.indices { outputs[place] = max(0, outputs[place]) } }
            values.append(outputs)
        }
        return values
    }

    /// Loss of some rows; their derivatives are added to the layers' sums.
    private func step(_ range: Range<Int>, _ layers: inout [PackedLayer]) -> (loss: Double, weight: Double) {
        let values = activations(range, layers)
        let classes = rows.classCount
        var (loss, total) = (0.0, 0.0)
        var errors = [Float](repeating: 0, count: range.count * classes)
        for row in range {
            let place = (row - range.lowerBound) * classes
            let found = Self.softmax(Array(values[layers.count - 1][place..<place + classes]))
            let weight = rows.weights[row]
            loss -= Double(weight) * Exponential.logarithm(max(1e-30, Double(found[rows.labels[row]])))
            total += Double(weight)
            for index in 0..<classes {
                errors[place + index] = weight * (found[index] - (index == rows.labels[row] ? 1 : 0))
            }
        }
        for number in layers.indices.reversed() {
            if number == 0 {
                layers[0].add(errors, rows.lanes[range.lowerBound * rows.stride..<range.upperBound * rows.stride])
            } else {
                let inputs = values[number - 1]
                layers[number].add(errors, PackedLayer.packed(inputs, width: layers[number].inputs)[...])
                errors = layers[number].errors(before: errors)
                for place in errors.indices where inputs[place] <= 0 { errors[place] = 0 }
            }
        }
        return (loss, total)
    }

    private static func softmax(_ logits: [Float]) -> [Float] {
        let largest = logits.max() ?? 0
        let powers = logits.map { Exponential.of($0 - largest) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }
}
