import InspectionTypes

extension Dataset {
    /// SHA-256 over the sorted content hashes and labels, in hexadecimal digits: the same for the same recordings under other names.
    ///
    /// - Parameter hashes: SHA-256 by path; files without one do not count.
    public func digest(hashes: [String: String]) -> String {
        let lines = items.compactMap { item -> String? in
            guard let hash = hashes[item.path] else { return nil }
            let range = item.range.map { " \($0.start)-\($0.end.map { "\($0)" } ?? "")" } ?? ""
            return "\(hash) \(item.label)\(range)\n"
        }
        return ContentHash.hexadecimal(of: lines.sorted().joined())
    }
}
