/// 256 colours from dark to bright, even to the eye: "magma" of Smith and van der Walt (matplotlib, CC0), linear between 17 of its colours.
enum ColorMap {
    private static let anchors: [(Double, Double, Double)] = [
        (0, 0, 4), (10, 8, 34), (29, 17, 71), (54, 16, 107), (81, 18, 124), (106, 28, 129), (131, 38, 129),
        (156, 46, 127),
        (183, 55, 121), (208, 65, 111), (231, 82, 99), (245, 107, 92), (252, 137, 97), (254, 167, 114), (254, 196, 136),
        (253, 226, 163), (252, 253, 191),
    ]

    /// RGB by level.
    static let palette: [(red: UInt8, green: UInt8, blue: UInt8)] = (0..<256).map { level in
        let position = Double(level) / 255 * Double(anchors.count - 1)
        let lower = min(Int(position), anchors.count - 2)
        let part = position - Double(lower)
        let (a, b) = (anchors[lower], anchors[lower + 1])
        func mixed(_ from: Double, _ to: Double) -> UInt8 { UInt8((from + (to - from) * part).rounded()) }
        return (mixed(a.0, b.0), mixed(a.1, b.1), mixed(a.2, b.2))
    }
}
