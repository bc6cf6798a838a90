/// Lengths that follow from others. An open axis keeps its name, with a divisor: `height`, `height/2`, `height/4`.
extension Dimension {
    /// The length after a kernel was slid over it.
    ///
    /// An open axis is taken for a multiple of all strides that meet it, and the padding must keep its length but for the stride.
    func slid(kernel: Int, stride: Int, padding: Int) -> Dimension {
        switch self {
        case .fixed(let length): return .fixed((length + 2 * padding - kernel) / stride + 1)
        case .symbol:
            precondition(
                2 * padding + 1 == kernel,
                "Dimension.slid: a kernel of \(kernel) with padding \(padding) changes the open axis \(self)")
            return divided(by: stride)
        }
    }

    /// The length `factor` times as long.
    func enlarged(_ factor: Int) -> Dimension {
        switch self {
        case .fixed(let length): .fixed(length * factor)
        case .symbol(let name):
            parts.divisor % factor == 0
                ? .symbol(Self.name(parts.name, parts.divisor / factor)) : .symbol("\(name)*\(factor)")
        }
    }

    private func divided(by divisor: Int) -> Dimension {
        .symbol(Self.name(parts.name, parts.divisor * divisor))
    }

    private var parts: (name: String, divisor: Int) {
        guard case .symbol(let name) = self else { return ("", 1) }
        let pieces = name.split(separator: "/", maxSplits: 1)
        guard pieces.count == 2, let divisor = Int(pieces[1]) else { return (name, 1) }
        return (String(pieces[0]), divisor)
    }

    private static func name(_ name: String, _ divisor: Int) -> String { divisor == 1 ? name : "\(name)/\(divisor)" }
}
