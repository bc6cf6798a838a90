/// What an embedding is taught to tell apart: the machines, and invented classes of their sounds, changed.
///
/// Classes are numbered machines first (or one for all of them), then the invented ones.
public struct EmbeddingClasses: Sendable, Hashable, Codable {
    /// Machines, in the order of the detector's columns.
    public var machines: Int
    /// Kinds of change that are told from the sounds as they were; 0 for none.
    public var inventions: Int
    /// Whether machines are told from one another, and not only from changed ones.
    public var tellsMachines: Bool
    /// Whether a changed machine is a class of that machine's, and not one of all machines' together.
    public var keepsMachineOfInvention: Bool

    public init(
        machines: Int, inventions: Int = 0, tellsMachines: Bool = true, keepsMachineOfInvention: Bool = false
    ) {
        precondition(
            machines > 0 && inventions >= 0, "EmbeddingClasses: \(machines) machines, \(inventions) inventions")
        self.machines = machines
        self.inventions = inventions
        self.tellsMachines = tellsMachines
        self.keepsMachineOfInvention = keepsMachineOfInvention && tellsMachines
    }

    /// Classes of sounds as they were.
    public var genuine: Int { tellsMachines ? machines : 1 }
    /// All classes.
    public var count: Int { genuine + inventions * (keepsMachineOfInvention ? machines : 1) }

    /// The class of a machine's sound.
    ///
    /// - Parameter invention: the kind of change, from 0; `nil` for the sound as it was.
    public func index(machine: Int, invention: Int? = nil) -> Int {
        precondition(
            (0..<machines).contains(machine) && invention.map { (0..<inventions).contains($0) } ?? true,
            "EmbeddingClasses: machine \(machine) of \(machines), invention \(invention ?? 0) of \(inventions)")
        guard let invention else { return tellsMachines ? machine : 0 }
        return genuine + (keepsMachineOfInvention ? machine * inventions : 0) + invention
    }

    /// Classes of a machine's changed sounds.
    public func inventedClasses(ofMachine machine: Int) -> [Int] {
        (0..<inventions).map { index(machine: machine, invention: $0) }
    }

    /// All classes that are this machine's and no other's: what is folded into it when machines are told.
    public func ownClasses(ofMachine machine: Int) -> [Int] {
        [index(machine: machine)] + (keepsMachineOfInvention ? inventedClasses(ofMachine: machine) : [])
    }
}
