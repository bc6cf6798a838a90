import InspectionTypes

/// All scorers of one machine, fitted, and the raw scores that its own normal embeddings would have got had their recording not been learnt.
struct MachineFit: Sendable {
    /// Those that could be fitted, in the order asked for.
    let kinds: [ScorerKind]
    let bank: Embeddings
    /// By number of neighbours.
    let spacings: [Int: Spacings]
    let mahalanobis: MahalanobisScorer?
    /// Raw leave-one-recording-out scores of the machine's rows, in their order; empty of a single row.
    let heldOut: [ScorerKind: [Double]]
    let caveats: [String]

    /// Neighbours are looked for among no more rows than this.
    private static let mostReferenceRows = 16_384
    /// Parts of the recordings that the Mahalanobis distance is refitted without.
    private static let folds = 10

    /// - Parameters:
    ///   - rows: the machine's normal embeddings, in the space; at least one.
    ///   - name: of the machine, for the caveats.
    init(_ rows: Embeddings, capacity: Int, kinds: [ScorerKind], name: String, seed: UInt64) {
        var caveats: [String] = []
        var groups = rows.recordings
        if Set(groups).count == 1 {
            // Nothing else to hold a window against: better windows of one recording than nothing, but said.
            groups = Array(0..<rows.count)
            caveats.append(
                "\(name): a single normal recording, so its windows stand for recordings; expect more false alarms than promised"
            )
        }
        let own = rows.inRecordings(groups)
        var sampler = CoresetSampler(
            dimension: rows.dimension, budget: capacity * 4 * rows.dimension, seed: seed)
        sampler.offer(rows)
        let (bank, positions) = sampler.finish()
        let grouped = bank.inRecordings(positions.map { groups[$0] })

        let reference =
            own.count <= Self.mostReferenceRows ? own : own.selecting(own.sample(Self.mostReferenceRows, seed))
        let counts = kinds.compactMap { if case .localDensity(let count) = $0 { count } else { nil } }
        let neighbours = counts.max().map { RecordingNeighbours(of: grouped, among: reference, count: $0) }
        let chosen = Array(0..<own.count)
        let moments = kinds.contains(.mahalanobis) ? LedoitWolfCovariance.Moments(own, chosen) : nil
        let mahalanobis = moments.flatMap { try? MahalanobisScorer($0, of: own, chosen) }

        var heldOut: [ScorerKind: [Double]] = [:]
        if own.count > 1 {
            heldOut = Self.distanceScores(of: own, bank: grouped, neighbours: neighbours, kinds: kinds)
            if let moments, mahalanobis != nil {
                heldOut[.mahalanobis] = Self.mahalanobisScores(of: own, moments)
            }
        }
        let fitted = kinds.filter {
            $0 != .mahalanobis || (mahalanobis != nil && (own.count == 1 || heldOut[$0] != nil))
        }
        self.kinds = fitted
        self.bank = bank
        self.spacings = Dictionary(
            counts.map { ($0, neighbours?.spacings($0) ?? Spacings([])) }, uniquingKeysWith: { first, _ in first })
        self.mahalanobis = mahalanobis
        self.heldOut = heldOut
        self.caveats = caveats
    }

    /// Raw scores of embeddings that were not learnt from, by kind, in their order.
    func raw(_ queries: Embeddings) -> [ScorerKind: [Double]] {
        let distances = RowDistances(to: bank)
        let kinds = kinds
        let table = distances.map(queries, rows: Array(0..<queries.count)) { row, squared in
            kinds.map { kind -> Double in
                let scored = Self.distanceScore(
                    kind, queries[row], squared, bank, spacings: { spacings[$0] ?? Spacings([]) })
                if let scored { return scored }
                return mahalanobis?.score(queries[row]) ?? 0
            }
        }
        return Dictionary(
            uniqueKeysWithValues: kinds.enumerated().map { place, kind in (kind, table.map { $0[place] }) })
    }

    // MARK: - Parts

    /// `nil` of a kind that needs no bank, 0 where no row of the bank is left.
    private static func distanceScore(
        _ kind: ScorerKind, _ query: ArraySlice<Float>, _ squared: [Float], _ bank: Embeddings,
        spacings: (Int) -> Spacings
    ) -> Double? {
        switch kind {
        case .mahalanobis: nil
        case .nearest(let count): NearestNeighbourScorer.score(query, squared, bank, count)
        case .localDensity(let count): LocalDensityScorer.score(query, squared, bank, spacings(count))
        }
    }

    private static func distanceScores(
        of rows: Embeddings, bank: Embeddings, neighbours: RecordingNeighbours?, kinds: [ScorerKind]
    ) -> [ScorerKind: [Double]] {
        let kinds = kinds.filter { $0 != .mahalanobis }
        // Row by row in the order of recordings, so that a recording's spacings are taken once.
        let order = (0..<rows.count).sorted { (rows.recordings[$0], $0) < (rows.recordings[$1], $1) }
        let spacings = LeftOutSpacings(neighbours, kinds)
        let table = RowDistances(to: bank).map(rows, rows: order) { row, squared in
            let recording = rows.recordings[row]
            var squared = squared
            for other in squared.indices where bank.recordings[other] == recording { squared[other] = .infinity }
            return kinds.map { kind in
                distanceScore(kind, rows[row], squared, bank) { spacings.of($0, without: recording) } ?? 0
            }
        }
        var result: [ScorerKind: [Double]] = [:]
        for (place, kind) in kinds.enumerated() {
            var scores = [Double](repeating: 0, count: rows.count)
            for (row, values) in zip(order, table) { scores[row] = values[place] }
            result[kind] = scores
        }
        return result
    }

    /// `nil` where a part of the recordings leaves no spread.
    private static func mahalanobisScores(of rows: Embeddings, _ moments: LedoitWolfCovariance.Moments) -> [Double]? {
        let recordings = Set(rows.recordings).sorted()
        let fold = Dictionary(uniqueKeysWithValues: recordings.enumerated().map { ($1, $0 % folds) })
        var scores = [Double](repeating: 0, count: rows.count)
        for part in 0..<min(folds, recordings.count) {
            let (left, kept) = (
                rows.recordings.indices.filter { fold[rows.recordings[$0]] == part },
                rows.recordings.indices.filter { fold[rows.recordings[$0]] != part }
            )
            let rest = moments.subtracting(LedoitWolfCovariance.Moments(rows, left))
            guard !kept.isEmpty, let scorer = try? MahalanobisScorer(rest, of: rows, kept) else { return nil }
            for (place, score) in zip(left, ParallelMap.run(left.count) { scorer.score(rows[left[$0]]) }) {
                scores[place] = score
            }
        }
        return scores
    }
}

extension Embeddings {
    /// The same rows, ascribed to other recordings.
    fileprivate func inRecordings(_ recordings: [Int]) -> Embeddings {
        var changed = Embeddings(dimension: dimension)
        changed.reserveCapacity(count)
        for row in 0..<count { changed.append(self[row], machine: machines[row], recording: recordings[row]) }
        return changed
    }

    /// Some of the rows, in order.
    fileprivate func sample(_ count: Int, _ seed: UInt64) -> [Int] {
        var generator = SeededGenerator(seed: seed, stream: "reference")
        return Array((0..<self.count).shuffled(using: &generator).prefix(count)).sorted()
    }
}
