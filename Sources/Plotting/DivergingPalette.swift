/// 65 colours from blue over nearly white to red: below, at and above what is usual.
///
/// Both arms darken evenly, so that print without colour shows how far, and blue and red stay apart for those who confuse red and green.
enum DivergingPalette {
    private static let anchors: [(Double, Double, Double)] = [
        (12, 44, 110), (33, 102, 172), (103, 169, 207), (209, 229, 240), (247, 247, 245), (253, 219, 199),
        (239, 138, 98), (201, 52, 45), (120, 10, 26),
    ]

    /// RGB by level; the middle one is 0.
    static let colours: [(red: UInt8, green: UInt8, blue: UInt8)] = (0..<65).map { level in
        let position = Double(level) / 64 * Double(anchors.count - 1)
        let lower = min(Int(position), anchors.count - 2)
        let part = position - Double(lower)
        let (a, b) = (anchors[lower], anchors[lower + 1])
        func mixed(_ from: Double, _ to: Double) -> UInt8 { UInt8((from + (to - from) * part).rounded()) }
        return (mixed(a.0, b.0), mixed(a.1, b.1), mixed(a.2, b.2))
    }
}
