/// What fitting on normal embeddings gives: the scorers, why they were chosen, and held-out scores to calibrate and to look for strangers on.
public struct FittedScorers: Sendable {
    public let scorers: MachineScorers
    public let selection: ScorerSelection
    /// Of every embedding handed in, its z-normalised score against its own machine as if its recording had not been learnt.
    public let heldOut: [Double]
    /// What a card must say.
    public let caveats: [String]

    /// Fits all scorers that the candidates name on all machines and keeps the best recipe.
    ///
    /// - Parameters:
    ///   - embeddings: of normal windows, as the network gives them; `machines` of its rows count in `machines`.
    ///   - machines: names, for words; every one needs an embedding.
    ///   - pseudoAnomalies: embeddings of what was made from normal recordings to stand for anomalies (invented classes), by the machine
    ///     that they were made from. Where there are several machines, each other's normals serve as well.
    ///   - candidates: a single one is taken as it is.
    /// - Throws: ``AnomalyError`` of a machine without an embedding, or of numbers that are none.
    public init(
        _ embeddings: Embeddings, machines: [String], pseudoAnomalies: Embeddings? = nil,
        candidates: [ScoringRecipe] = ScorerSelection.defaultCandidates, options: FittingOptions = FittingOptions()
    ) throws(AnomalyError) {
        precondition(!candidates.isEmpty, "FittedScorers: no candidate")
        try embeddings.checkFinite()
        let space = EmbeddingSpace(fitting: embeddings, form: options.form)
        let projected = space.project(embeddings)
        let rows = machines.indices.map(projected.rows(ofMachine:))
        if let missing = rows.firstIndex(where: \.isEmpty) {
            throw AnomalyError(
                .empty, "\(machines[missing]) has no normal recording to learn from; add some or leave it out")
        }
        let shares = options.shares(ofRows: rows.map(\.count), dimension: embeddings.dimension)
        let kinds = candidates.flatMap(\.scorers).reduce(into: [ScorerKind]()) { kinds, kind in
            if !kinds.contains(kind) { kinds.append(kind) }
        }
        let own = rows.map(projected.selecting)
        let fits = machines.indices.map { machine in
            MachineFit(
                own[machine], capacity: shares[machine], kinds: kinds, name: machines[machine], seed: options.seed)
        }
        let possible = candidates.filter { recipe in
            fits.allSatisfy { fit in recipe.scorers.allSatisfy(fit.kinds.contains) }
        }
        guard !possible.isEmpty else {
            throw AnomalyError(
                .tooLittle,
                "the normal recordings do not differ, so there is no \(candidates[0]); add normal recordings")
        }
        selection = try ScorerSelection(
            possible, fits: fits, own: own, names: machines,
            pseudoAnomalies: pseudoAnomalies.map(space.project), options: options)
        let scorers = MachineScorers(fits, selection.chosen, in: space)
        var heldOut = [Double](repeating: 0, count: embeddings.count)
        for (machine, fit) in fits.enumerated() {
            let scores = scorers.machines[machine].heldOutScores(fit, scorers.recipe)
            for (row, score) in zip(rows[machine], scores) { heldOut[row] = score }
        }
        self.scorers = scorers
        self.heldOut = heldOut
        caveats = fits.flatMap(\.caveats)
    }
}

extension MachineScorers.Machine {
    /// Of the machine's rows in their order; empty of a single one.
    func heldOutScores(_ fit: MachineFit, _ recipe: ScoringRecipe) -> [Double] {
        let columns = recipe.scorers.map { fit.heldOut[$0] ?? [] }
        return (columns.first ?? []).indices.map { row in fuse(columns.map { $0[row] }, recipe.fusion) }
    }
}
