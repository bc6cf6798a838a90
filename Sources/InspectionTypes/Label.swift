/// What a recording or a picture is said to be: always a set of names, of which most have one.
///
/// Encoded as a sorted array of strings.
public struct Label: Sendable, Hashable, Codable, ExpressibleByArrayLiteral, CustomStringConvertible {
    public var names: Set<String>

    public init(_ names: some Sequence<String>) { self.names = Set(names) }
    public init(_ name: String) { self.names = [name] }
    public init(arrayLiteral elements: String...) { self.names = Set(elements) }

    public init(from decoder: any Decoder) throws {
        self.names = Set(try decoder.singleValueContainer().decode([String].self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(names.sorted())
    }

    /// The one name of a label that has exactly one.
    public var single: String? { names.count == 1 ? names.first : nil }
    /// The names, sorted and joined with `;`, as they stand in a table's cell.
    public var description: String { names.sorted().joined(separator: ";") }
}
