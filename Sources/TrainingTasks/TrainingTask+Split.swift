public import Datasets
import FoundationEssentials
import InspectionTypes

extension TrainingTask {
    /// The split that was asked for, that of a run taken up, or a new one.
    public func makeSplit(_ material: some TrainingMaterial, _ run: RunFolder) throws -> Split {
        let begun = run.file(RunFolder.splitName)
        let given = run.isResumed && FileManager.default.fileExists(atPath: begun) ? begun : options.split
        if let given { return try checked(Split.read(from: given), material) }
        let earlier = try options.keepTest.map { try Split.read(from: $0) }
        return try refusingLeaks {
            try Split.make(
                of: material.dataset, identities: material.identities, options: material.splitOptions,
                keepingTestOf: earlier)
        }
    }

    /// A leak found while a split is made refuses the training, with the guard's status.
    public func refusingLeaks<Value>(_ make: () throws -> Value) throws -> Value {
        do {
            return try make()
        } catch let error as DatasetError where error.code == .leakage {
            throw TaskError(.refused, error.message)
        }
    }

    /// A split that someone else wrote: of this data, and without leaks.
    private func checked(_ split: Split, _ material: some TrainingMaterial) throws -> Split {
        try split.check(against: material.dataset, identities: material.identities)
        if let item = split.items.first(where: { !$0.label.names.isSubset(of: material.dataset.classes) }) {
            throw DatasetError(
                .split, "the split labels \(item.path) '\(item.label)', which is no class of \(options.data)")
        }
        let pairs = LeakageGuard.copies(in: material.dataset, identities: material.identities)
        let crossing = LeakageGuard.crossing(pairs, in: split.items)
        let optimistic = split.caveats.contains { $0.contains(Split.sameRecordingCaveat) }
        let parts = Dictionary(grouping: split.items, by: \.group).filter { Set($0.value.map(\.part)).count > 1 }
        guard options.allowLeakage || crossing.isEmpty && (optimistic || parts.isEmpty) else {
            let named =
                crossing.isEmpty
                ? "group '\(parts.keys.min() ?? "")' stands in several parts" : LeakagePair.list(crossing)
            throw TaskError(
                .refused,
                "the split lets \(itemNoun)s leak from training into testing: \(named). Make another split, or say --allow-leakage."
            )
        }
        return split
    }
}
