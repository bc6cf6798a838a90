import Datasets
import InspectionTypes

extension SoundDetectorTraining {
    /// Normal recordings, and the others that judge.
    struct Material: TrainingMaterial {
        var dataset: Dataset
        var store: FeatureStore
        var frontEnd: SoundFrontEnd
        /// Names of the machines, in the order of the graph's columns.
        var machines: [String]
        var splitOptions: SplitOptions

        var identities: [String: RecordingIdentity] { store.identities }

        /// The column of an item's machine.
        func column(of item: DataItem) -> Int { item.machine.flatMap(machines.firstIndex) ?? 0 }

        /// Kinds of machines, in the order of their first machine.
        var types: [MachineType] {
            machines.reduce(into: []) { types, machine in
                let name = MachineName(machine).type
                if let place = types.firstIndex(where: { $0.name == name }) {
                    types[place].machines.append(machine)
                } else {
                    types.append(MachineType(name: name, machines: [machine]))
                }
            }
        }

        func type(of item: DataItem) -> String { MachineName(machines[column(of: item)]).type }
    }
}

/// Machines that are alike but for their ID.
struct MachineType: Hashable {
    var name: String
    var machines: [String]
}
