import InspectionTypes

/// A segmenter's columns in CSV: what was found in a picture, in one row.
enum RegionColumns {
    static func names(_ hasMillimetres: Bool) -> [String] {
        ["regions", "area", "length", "largest_width"]
            + (hasMillimetres ? ["area_mm2", "length_mm", "largest_width_mm"] : [])
    }

    /// Areas and lengths of all regions together, the largest width among them.
    static func cells(_ regions: [Region], _ hasMillimetres: Bool) -> [String] {
        func largest(_ values: [Double]) -> Double { values.max() ?? 0 }
        var cells = [
            String(regions.count), String(regions.reduce(0) { $0 + $1.area }),
            Numbers.fixed(regions.reduce(0) { $0 + $1.length }, 2),
            Numbers.fixed(largest(regions.map(\.largestWidth)), 2),
        ]
        if hasMillimetres {
            let measures = regions.compactMap(\.millimetres)
            cells += [
                Numbers.fixed(measures.reduce(0) { $0 + $1.area }, 4),
                Numbers.fixed(measures.reduce(0) { $0 + $1.length }, 4),
                Numbers.fixed(largest(measures.map(\.largestWidth)), 4),
            ]
        }
        return cells
    }
}
