import Evaluation
import InspectionTypes

/// What a segmenter found, as a person would say it: "2 cracks, 31 mm and 12 mm long, up to 0.8 mm wide".
enum RegionSentence {
    /// Lengths that are told one by one.
    private static let told = 3

    static func text(_ regions: [Region]) -> String {
        guard let first = regions.first else { return "" }
        let count = "\(regions.count) \(regions.count == 1 ? first.label : Plural.of(first.label))"
        let lengths = regions.map { $0.millimetres?.length ?? $0.length }.sorted(by: >)
        let unit = first.millimetres == nil ? "px" : "mm"
        let widest = regions.map { $0.millimetres?.largestWidth ?? $0.largestWidth }.max() ?? 0
        let words = lengths.prefix(told).map { "\(number($0)) \(unit)" }
        let list: String
        if lengths.count > told {
            list = words.joined(separator: ", ") + " …"
        } else if let last = words.last, words.count > 1 {
            list = words.dropLast().joined(separator: ", ") + " and " + last
        } else {
            list = words.first ?? ""
        }
        return "\(count), \(list) long, up to \(number(widest)) \(unit) wide"
    }

    /// Two digits that count: 312, 31, 3.1, 0.31.
    static func number(_ value: Double) -> String {
        Numbers.fixed(value, value >= 9.95 ? 0 : value >= 0.995 ? 1 : 2)
    }
}
