import InspectionTypes

/// Vectors gathered by k-means (Lloyd 1982), begun as k-means++ several times, the tightest kept.
enum BackgroundClusters {
    /// Times that k-means is begun anew.
    private static let beginnings = 10

    /// Of each vector the number of its cluster, below `count`.
    static func of(_ vectors: [[Double]], count: Int, seed: UInt64) -> [Int] {
        guard count > 1 else { return vectors.map { _ in 0 } }
        var generator = SeededGenerator(seed: seed, stream: "background folds")
        let found = (0..<beginnings).map { _ in clusters(vectors, count: count, using: &generator) }
        return found.min { $0.spread < $1.spread }?.assigned ?? []
    }

    private static func distance(_ a: [Double], _ b: [Double]) -> Double {
        zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }

    private static func clusters(_ vectors: [[Double]], count: Int, using generator: inout SeededGenerator) -> (
        assigned: [Int], spread: Double
    ) {
        let length = vectors.first?.count ?? 0
        var centres = [vectors[Int.random(in: vectors.indices, using: &generator)]]
        while centres.count < count {
            let weights = vectors.map { vector in centres.map { distance(vector, $0) }.min() ?? 0 }
            var rest = generator.nextUniform() * weights.reduce(0, +)
            let chosen = weights.firstIndex { weight in
                rest -= weight
                return rest < 0
            }
            centres.append(vectors[chosen ?? centres.count % vectors.count])
        }
        var assigned = vectors.map { _ in -1 }
        for _ in 0..<100 {
            let next = vectors.map { vector in
                centres.indices.min { distance(vector, centres[$0]) < distance(vector, centres[$1]) } ?? 0
            }
            guard next != assigned else { break }
            assigned = next
            for cluster in centres.indices {
                let own = assigned.indices.filter { assigned[$0] == cluster }
                guard !own.isEmpty else { continue }
                centres[cluster] = (0..<length).map { place in
                    own.reduce(0) { $0 + vectors[$1][place] } / Double(own.count)
                }
            }
        }
        let spread = zip(vectors, assigned).reduce(0.0) { $0 + distance($1.0, centres[$1.1]) }
        return (assigned, spread)
    }
}
