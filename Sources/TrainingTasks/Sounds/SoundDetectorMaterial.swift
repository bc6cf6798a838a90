public import Datasets
public import InspectionTypes

extension SoundDetectorTraining {
    /// Normal recordings, and the others that judge.
    public struct Material: TrainingMaterial {
        public var dataset: Dataset
        public var store: FeatureStore
        public var frontEnd: SoundFrontEnd
        /// Names of the machines, in the order of the graph's columns.
        public var machines: [String]
        public var splitOptions: SplitOptions

        public var identities: [String: RecordingIdentity] { store.identities }

        /// The column of an item's machine.
        public func column(of item: DataItem) -> Int { item.machine.flatMap(machines.firstIndex) ?? 0 }

        /// Kinds of machines, in the order of their first machine.
        public var types: [MachineType] {
            machines.reduce(into: []) { types, machine in
                let name = MachineName(machine).type
                if let place = types.firstIndex(where: { $0.name == name }) {
                    types[place].machines.append(machine)
                } else {
                    types.append(MachineType(name: name, machines: [machine]))
                }
            }
        }

        public func type(of item: DataItem) -> String { MachineName(machines[column(of: item)]).type }
    }
}

/// Machines that are alike but for their ID.
public struct MachineType: Hashable {
    public var name: String
    public var machines: [String]
}
