import CTorch

extension Tensor {
    /// Whether the backward pass leaves a gradient here. Only leaves, tensors that no operation made, may be asked for one.
    public var requiresGradient: Bool { wt_tensor_requires_gradient(handle) }

    public func setRequiresGradient(_ on: Bool) throws {
        try Libtorch.check(wt_tensor_set_requires_gradient(handle, on), "asking for a gradient")
    }

    /// What the backward passes since the last `zeroGradients` have added up, `nil` before the first.
    public var gradient: Tensor? {
        wt_tensor_has_gradient(handle) ? try? Tensor(wt_tensor_gradient(handle)) : nil
    }

    /// Shares the numbers, not the history.
    public func detached() throws -> Tensor { try Tensor(wt_tensor_detach(handle)) }

    /// Adds ∂self/∂leaf to the gradient of every leaf that requires one. `self` is a scalar.
    public func backward() throws {
        try Libtorch.check(wt_tensor_backward(handle), "the backward pass")
    }
}

extension [Tensor] {
    /// The handles, for calls that work on many tensors at once.
    func withHandles<Result>(_ body: (UnsafePointer<OpaquePointer?>?, Int32) throws -> Result) rethrows -> Result {
        let handles = map { Optional($0.handle) }
        return try handles.withUnsafeBufferPointer { try body($0.baseAddress, Int32($0.count)) }
    }
}
