extension Character {
    /// Columns that a terminal gives it: two of what is wide in East Asia and of pictograms, else one.
    ///
    /// Source: Unicode Standard Annex 11, "East Asian Width": the blocks that are wide as a whole.
    var cells: Int {
        let isWide = unicodeScalars.contains { scalar in Self.wide.contains { $0.contains(scalar.value) } }
        return isWide ? 2 : 1
    }

    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
        0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
        0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
    ]
}

extension StringProtocol {
    /// Columns of a terminal.
    var cells: Int { reduce(0) { $0 + $1.cells } }

    /// As much of its beginning as fits.
    func prefix(cells most: Int) -> String {
        var (result, used) = ("", 0)
        for character in self {
            used += character.cells
            if used > most { break }
            result.append(character)
        }
        return result
    }

    func padded(to width: Int) -> String { String(self) + String(repeating: " ", count: Swift.max(0, width - cells)) }
}
