import NeuralNetworks
import Testing
import Training

@Suite("AdamW")
struct AdamWTests {
    /// Puts a gradient on a leaf: that of `Σ leaf · gradient`.
    private func give(_ leaf: Tensor, _ gradient: [Float]) throws { try leaf.weightedSum(gradient).backward() }

    private func leaves(_ golden: TrainingGolden.Optimization) throws -> [(name: String, tensor: Tensor)] {
        try zip(["matrix", "bias"], golden.parameters).map { name, array in
            let tensor = try array.tensor()
            try tensor.setRequiresGradient(true)
            return (name, tensor)
        }
    }

    @Test("steps are those of torch.optim.AdamW, with decay on matrices only")
    func stepsAreTorchs() throws {
        let golden = try TrainingGolden.read().adamw
        let parameters = try leaves(golden)
        let optimizer = try AdamW(parameters, beta1: 0.9, beta2: 0.99, weightDecay: 0.1)
        for step in golden.steps {
            try optimizer.zeroGradients()
            for (parameter, gradient) in zip(parameters, step.gradients) { try give(parameter.tensor, gradient.values) }
            try optimizer.step(learningRate: step.rate)
            for (parameter, expected) in zip(parameters, step.parameters) {
                #expect(relativeDistance(try parameter.tensor.floats(), expected.values) <= 1e-6)
            }
        }
    }

    @Test("a resumed optimizer goes on bit for bit")
    func resumes() throws {
        let golden = try TrainingGolden.read().adamw
        func walk(_ parameters: [(name: String, tensor: Tensor)], _ optimizer: AdamW, _ range: Range<Int>) throws {
            for step in golden.steps[range] {
                try optimizer.zeroGradients()
                for (parameter, gradient) in zip(parameters, step.gradients) {
                    try give(parameter.tensor, gradient.values)
                }
                try optimizer.step(learningRate: step.rate)
            }
        }
        let whole = try leaves(golden)
        let first = try AdamW(whole, weightDecay: 0.1)
        try walk(whole, first, 0..<3)
        let resumed = try whole.map { name, tensor in
            let copy = try Tensor(tensor.array())
            try copy.setRequiresGradient(true)
            return (name: name, tensor: copy)
        }
        let second = try AdamW(resumed, weightDecay: 0.1)
        try second.load(first.state())
        try walk(whole, first, 3..<6)
        try walk(resumed, second, 3..<6)
        for (one, other) in zip(whole, resumed) { #expect(try one.tensor.floats() == other.tensor.floats()) }
        #expect(try first.state() == second.state())
    }

    @Test("who joined late goes on as it would have, in an optimizer that has all from its beginning")
    func resumesLateJoiners() throws {
        let golden = try TrainingGolden.read().adamw
        func walk(_ parameters: [(name: String, tensor: Tensor)], _ optimizer: AdamW, _ range: Range<Int>) throws {
            for step in golden.steps[range] {
                try optimizer.zeroGradients()
                for (parameter, gradient) in zip(parameters, step.gradients) {
                    try give(parameter.tensor, gradient.values)
                }
                try optimizer.step(learningRate: step.rate)
            }
        }
        // One pace for both: only the step at which they joined tells them apart.
        let pace = { (_: String, _: [Int]) -> AdamW.Group? in AdamW.Group(weightDecay: 0.1) }
        let whole = try leaves(golden)
        let first = try AdamW([whole[0]], group: pace)
        try walk(whole, first, 0..<2)
        try first.add([whole[1]], group: pace)
        try walk(whole, first, 2..<4)
        let resumed = try whole.map { name, tensor in
            let copy = try Tensor(tensor.array())
            try copy.setRequiresGradient(true)
            return (name: name, tensor: copy)
        }
        let second = try AdamW(resumed, group: pace)
        try second.load(first.state())
        #expect(try second.state() == first.state())
        try walk(whole, first, 4..<6)
        try walk(resumed, second, 4..<6)
        for (one, other) in zip(whole, resumed) { #expect(try one.tensor.floats() == other.tensor.floats()) }
    }

    @Test("a state without one of the parameters is refused by its name")
    func missingMoments() throws {
        let parameters = try leaves(TrainingGolden.read().adamw)
        let optimizer = try AdamW(parameters)
        let error = #expect(throws: TrainingError.self) { try optimizer.load(AdamW.State(step: 1, moments: [:])) }
        #expect(error?.message.contains("'matrix'") == true)
    }

    @Test("groups have their own rate")
    func groups() throws {
        let parameters = try leaves(TrainingGolden.read().adamw)
        let before = try parameters[1].tensor.floats()
        let optimizer = try AdamW(parameters) { name, _ in
            name == "bias" ? AdamW.Group(rateFactor: 0, weightDecay: 0.5) : nil
        }
        for parameter in parameters {
            try give(parameter.tensor, Array(repeating: 1, count: parameter.tensor.elementCount))
        }
        try optimizer.step(learningRate: 0.1)
        #expect(try parameters[1].tensor.floats() == before)
        #expect(optimizer.step == 1)
    }
}
