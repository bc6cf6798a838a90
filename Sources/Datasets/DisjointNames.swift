/// Names joined into sets; each set is called by the first of its names in alphabetical order (a disjoint-set forest).
struct DisjointNames {
    private var parents: [String: String] = [:]

    func representative(of name: String) -> String {
        var name = name
        while let parent = parents[name] { name = parent }
        return name
    }

    /// Makes one set of two; returns whether they were two.
    mutating func join(_ first: String, _ second: String) -> Bool {
        let (a, b) = (representative(of: first), representative(of: second))
        guard a != b else { return false }
        parents[max(a, b)] = min(a, b)
        return true
    }
}
