/// Where a tensor lives and is computed on.
public enum Device: Sendable, Hashable, CustomStringConvertible {
    case cpu
    /// A CUDA device, counted from 0.
    case cuda(Int)

    public var description: String {
        switch self {
        case .cpu: "cpu"
        case .cuda(let index): "cuda:\(index)"
        }
    }

    /// libtorch's number: -1 for the CPU.
    var number: Int32 {
        switch self {
        case .cpu: -1
        case .cuda(let index): Int32(clamping: index)
        }
    }

    init(number: Int32) { self = number < 0 ? .cpu : .cuda(Int(number)) }
}
