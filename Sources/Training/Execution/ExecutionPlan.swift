import NeuralNetworks

/// What runs for a given set of wanted values: the nodes they depend on, and when each value in between can be let go.
struct ExecutionPlan {
    struct Step {
        /// Place among ``CompiledGraph/steps``.
        let index: Int
        /// Inputs that no later node reads and whose memory the operator may reuse.
        let mayOverwrite: [Bool]
        /// Slots that nobody reads after this step.
        let releases: [Int]
    }

    let steps: [Step]
    /// Slots that are read before any step writes them and that are not fixed: the inputs that a run must give.
    let requiredInputs: Set<Int>

    /// - Parameter keepsFetched: whether wanted values stay to the end, and not only as long as the graph needs them.
    init(_ graph: CompiledGraph, fetch: [Int], keepsFetched: Bool = true) {
        let needed = Self.neededSteps(graph, fetch: fetch)
        let reads = Self.readCounts(graph, needed)
        let kept = keepsFetched ? Set(fetch) : []
        let reusable = Self.reusableSlots(graph, needed, keeping: kept)
        var remaining = reads
        var steps: [Step] = []
        for index in needed {
            let inputs = graph.steps[index].inputs
            var releases: [Int] = []
            for case let slot? in inputs {
                remaining[slot, default: 0] -= 1
                if remaining[slot] == 0, graph.fixed[slot] == nil, !kept.contains(slot) { releases.append(slot) }
            }
            for case let slot? in graph.steps[index].outputs where reads[slot] == nil && !kept.contains(slot) {
                releases.append(slot)
            }
            let mayOverwrite = inputs.map { slot in slot.map { reusable.contains($0) && reads[$0] == 1 } ?? false }
            steps.append(Step(index: index, mayOverwrite: mayOverwrite, releases: releases))
        }
        self.steps = steps
        let made = Set(needed.flatMap { graph.steps[$0].outputs.compactMap(\.self) })
        self.requiredInputs = Set(reads.keys).union(fetch).filter { !made.contains($0) && graph.fixed[$0] == nil }
    }

    /// Steps that the wanted values depend on, in the graph's order.
    private static func neededSteps(_ graph: CompiledGraph, fetch: [Int]) -> [Int] {
        var wanted = Set(fetch)
        var needed: [Int] = []
        for index in graph.steps.indices.reversed() {
            let step = graph.steps[index]
            guard step.outputs.contains(where: { $0.map(wanted.contains) ?? false }) else { continue }
            wanted.formUnion(step.inputs.compactMap(\.self))
            needed.append(index)
        }
        return needed.reversed()
    }

    private static func readCounts(_ graph: CompiledGraph, _ needed: [Int]) -> [Int: Int] {
        needed.flatMap { graph.steps[$0].inputs.compactMap(\.self) }.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    /// Outputs that their own operator does not need for its backward pass and that share memory with nothing else.
    private static func reusableSlots(_ graph: CompiledGraph, _ needed: [Int], keeping fetch: Set<Int>) -> Set<Int> {
        let makers: Set = ["Conv", "ConvTranspose", "BatchNormalization", "Add"]
        let outputs = needed.map { graph.steps[$0] }.filter { makers.contains($0.node.operatorType) }
            .compactMap { $0.outputs.first ?? nil }
        return Set(outputs).subtracting(fetch)
    }
}
