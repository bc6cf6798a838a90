public import ArgumentParser
public import InspectionTypes

extension EventRule: ExpressibleByArgument {
    /// `2/3`.
    public init?(argument: String) {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let needed = parts[0], let windows = parts[1], needed >= 1, needed <= windows,
            windows <= 100_000
        else { return nil }
        self.init(needed: needed, of: windows)
    }

    public var defaultValueDescription: String { "\(needed)/\(windows)" }
}
