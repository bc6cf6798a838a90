import FoundationEssentials

/// Keeps what shows one source's defects: the sound around them, or their pictures. One owner.
protocol DefectKeeper {
    /// Where what is kept of the defect that goes on will stand.
    var path: String? { get }
    /// The file that is heard or seen, where the source is a folder or a file.
    var recording: String? { get set }
    /// A defect was reported.
    mutating func began(_ defect: DefectEvent, time: (_ position: Double) -> Date?)
    /// A defect is over.
    mutating func ended(_ defect: DefectEvent)
    /// Nothing follows, or nothing that is continuous with what was.
    mutating func breakOff(_ reason: String?)
}
