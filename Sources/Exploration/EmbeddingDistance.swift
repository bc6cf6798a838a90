/// How far two embeddings are from each other.
public enum EmbeddingDistance: String, Sendable, Codable, CaseIterable {
    /// `1 − a·b / (‖a‖·‖b‖)`: what is louder or brighter alone is not farther away. 0…2.
    case cosine
    /// `‖a − b‖`.
    case euclidean

    /// Of two rows, in double precision: what the sweep over all pairs computes fast, computed well.
    func between(_ first: ArraySlice<Float>, _ second: ArraySlice<Float>) -> Double {
        var (dot, firstSquare, secondSquare, square) = (0.0, 0.0, 0.0, 0.0)
        for (a, b) in zip(first, second) {
            let (a, b) = (Double(a), Double(b))
            dot += a * b
            firstSquare += a * a
            secondSquare += b * b
            square += (a - b) * (a - b)
        }
        switch self {
        case .euclidean: return square.squareRoot()
        case .cosine:
            guard firstSquare > 0, secondSquare > 0 else { return firstSquare == secondSquare ? 0 : 1 }
            return max(0, 1 - dot / (firstSquare * secondSquare).squareRoot())
        }
    }

    /// A length on a straight scale, on which half as much is half as far: of a cosine distance `d` the chord `√(2·d)`.
    func length(_ distance: Double) -> Double {
        self == .cosine ? (2 * max(0, distance)).squareRoot() : distance
    }
}
