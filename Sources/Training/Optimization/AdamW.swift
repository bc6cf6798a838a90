import CTorch

/// Adam with weight decay that does not pass through the moments (Loshchilov and Hutter 2019).
///
/// With gradient *g* at step *t*, for every parameter *θ*:
/// `θ ← θ · (1 − rate · decay)`, `m ← β₁ m + (1 − β₁) g`, `v ← β₂ v + (1 − β₂) g²`,
/// `θ ← θ − rate · m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε)`.
public final class AdamW {
    /// How the parameters of one kind are stepped.
    public struct Group: Sendable, Hashable {
        /// Factor on the learning rate.
        public var rateFactor: Double
        public var weightDecay: Double

        public init(rateFactor: Double = 1, weightDecay: Double) {
            self.rateFactor = rateFactor
            self.weightDecay = weightDecay
        }
    }

    /// What a checkpoint keeps, so that training resumes bit for bit.
    public struct State: Sendable, Equatable, Codable {
        /// The moments of one parameter, in row-major order.
        public struct Moments: Sendable, Equatable, Codable {
            public var first: [Float]
            public var second: [Float]
            /// Steps that were taken before the parameter joined.
            public var joined: Int

            public init(first: [Float], second: [Float], joined: Int = 0) {
                self.first = first
                self.second = second
                self.joined = joined
            }
        }

        /// Steps taken.
        public var step: Int
        /// By parameter.
        public var moments: [String: Moments]

        public init(step: Int, moments: [String: Moments]) {
            self.step = step
            self.moments = moments
        }
    }

    private struct Member {
        let name: String
        let parameter: Tensor
        let first: Tensor
        let second: Tensor
        let pace: Pace
    }

    /// What members must have in common to be stepped at once.
    private struct Pace: Hashable {
        let settings: Group
        /// Steps taken before they joined: their moments' bias is that of a start there.
        let joined: Int
    }

    public let beta1: Double
    public let beta2: Double
    public let epsilon: Double
    public let weightDecay: Double
    /// Steps taken.
    public private(set) var step = 0
    /// In the order in which they were added.
    private var members: [Member] = []
    private var groups: [(pace: Pace, members: [Member])] = []

    /// - Parameters:
    ///   - weightDecay: of weights with at least two axes. Biases and the scales of normalizations are not decayed.
    ///   - group: another rate or decay for a parameter, by name and shape; `nil` for the default.
    public init(
        _ parameters: [(name: String, tensor: Tensor)], beta1: Double = 0.9, beta2: Double = 0.999,
        epsilon: Double = 1e-8,
        weightDecay: Double = 0.01, group: (_ name: String, _ shape: [Int]) -> Group? = { _, _ in nil }
    ) throws {
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.weightDecay = weightDecay
        try add(parameters, group: group)
    }

    /// Takes further parameters in, such as those of a backbone that is no longer frozen. Their moments begin now.
    public func add(
        _ parameters: [(name: String, tensor: Tensor)],
        group: (_ name: String, _ shape: [Int]) -> Group? = { _, _ in nil }
    ) throws {
        for (name, tensor) in parameters {
            let settings = group(name, tensor.shape) ?? Group(weightDecay: decay(of: tensor.shape))
            members.append(
                Member(
                    name: name, parameter: tensor, first: try Tensor(wt_tensor_zeros_like(tensor.handle)),
                    second: try Tensor(wt_tensor_zeros_like(tensor.handle)),
                    pace: Pace(settings: settings, joined: step)))
        }
        regroup()
    }

    private func regroup() {
        groups = []
        for member in members {
            let place = groups.firstIndex { $0.pace == member.pace } ?? groups.endIndex
            if place == groups.endIndex { groups.append((member.pace, [])) }
            groups[place].members.append(member)
        }
    }

    /// The default decay of a parameter: none for biases and scales.
    public func decay(of shape: [Int]) -> Double {
        shape.filter { $0 > 1 }.count >= 2 || shape.count >= 3 ? weightDecay : 0
    }

    private var parameters: [Tensor] { members.map(\.parameter) }

    /// Moves every parameter that has a gradient.
    public func step(learningRate: Double) throws {
        step += 1
        for group in groups {
            let pace = group.pace
            let status = group.members.map(\.parameter).withHandles { parameters, count in
                group.members.map(\.first).withHandles { first, _ in
                    group.members.map(\.second).withHandles { second, _ in
                        wt_adamw_step(
                            parameters, first, second, count, Int64(step - pace.joined),
                            learningRate * pace.settings.rateFactor, beta1, beta2, epsilon, pace.settings.weightDecay
                        )
                    }
                }
            }
            try Libtorch.check(status, "the optimizer's step")
        }
    }

    /// Drops all gradients.
    public func zeroGradients() throws {
        try Libtorch.check(parameters.withHandles(wt_zero_gradients), "dropping the gradients")
    }

    /// Scales all gradients so that their joint L2 norm is at most `maximum`.
    ///
    /// - Returns: the norm before. Not finite where a gradient is not; the gradients are then left as they are.
    @discardableResult
    public func clipGradients(toNorm maximum: Double) throws -> Double {
        var norm = 0.0
        let status = parameters.withHandles { wt_clip_gradients($0, $1, maximum, &norm) }
        try Libtorch.check(status, "clipping the gradients")
        return norm
    }

    public func state() throws -> State {
        var moments: [String: State.Moments] = [:]
        for member in members {
            moments[member.name] = try State.Moments(
                first: member.first.floats(), second: member.second.floats(), joined: member.pace.joined)
        }
        return State(step: step, moments: moments)
    }

    /// Takes up where a state was saved; it must hold every parameter. Each keeps the step that it joined at.
    public func load(_ state: State) throws {
        members = try members.map { member in
            let (shape, count) = (member.parameter.shape, member.parameter.elementCount)
            guard let saved = state.moments[member.name], saved.first.count == count, saved.second.count == count else {
                throw TrainingError(
                    .value, "the optimizer's state does not hold the parameter '\(member.name)' of shape \(shape)")
            }
            try member.first.copy(from: Tensor(saved.first, shape: shape))
            try member.second.copy(from: Tensor(saved.second, shape: shape))
            return Member(
                name: member.name, parameter: member.parameter, first: member.first, second: member.second,
                pace: Pace(settings: member.pace.settings, joined: saved.joined))
        }
        regroup()
        step = state.step
    }
}
