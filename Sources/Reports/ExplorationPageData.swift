import Exploration
import FoundationEssentials
import InspectionTypes
import Plotting

/// What the script of `explore.html` reads.
struct ExplorationPageData: Encodable {
    struct Style: Encodable {
        var ink: String?
        var mark: Int
        /// 0…1, of colours that tell a number.
        var tone: Double?
    }

    /// What colours can tell.
    struct Field: Encodable {
        var names: [String]
        var styles: [Style]
        /// Of each item its place among the names, −1 for none.
        var of: [Int]
        /// What those without a name are called.
        var none: String
    }

    struct Map: Encodable {
        var points: [[Double]]
        var note: String
    }

    struct Item: Encodable {
        var name: String
        var label: String?
        var silhouette: Double?
        var near: [[Double]]
        var remarks: [String]
        var facts: [[String]]

        /// Also what is not there, so that the script need not ask twice.
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(name, forKey: .name)
            try container.encode(label, forKey: .label)
            try container.encode(silhouette, forKey: .silhouette)
            try container.encode(near, forKey: .near)
            try container.encode(remarks, forKey: .remarks)
            try container.encode(facts, forKey: .facts)
        }

        enum Key: CodingKey { case name, label, silhouette, near, remarks, facts }
    }

    var medium: String
    var noun: String
    var nouns: String
    var marks: [[[Double]]]
    var maps: [Map]
    var fields: [Field]
    var items: [Item]
    var suspects: [Int]

    struct Media: Encodable {
        var picture: String?
        var sound: String?
        var file: String?
    }

    /// JSON that may stand in a `script` element: without `<`, and without the two line ends that JSON allows and old scripts do not.
    static func embedded(_ value: some Encodable) -> HTML {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let text = (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
        return HTML(
            markup: text.replacing("<", with: "\\u003c").replacing("\u{2028}", with: "\\u2028")
                .replacing("\u{2029}", with: "\\u2029"))
    }
}

extension ExplorationReport {
    /// What colours can tell, the class first.
    var fieldNames: [String] { fields.map(\.name) }

    private var fields: [(name: String, field: ExplorationPageData.Field)] {
        let items = exploration.items
        var fields = [("Class", field(items.map(\.label), none: "no label"))]
        let machines = items.map(\.machine)
        if Set(machines.compactMap { $0 }).count > 1 { fields.append(("Machine", field(machines, none: "no machine"))) }
        let parts = items.map(\.part)
        if parts.contains(where: { $0 != nil }) { fields.append(("Part", field(parts, none: "no part"))) }
        let groups = Set(items.map(\.group)).count
        if groups > 1, groups <= 60, groups < items.count {
            fields.append(("Group", field(items.map(\.group), none: "")))
        }
        if exploration.silhouette != nil { fields.append(("Silhouette", silhouetteField)) }
        return fields
    }

    private func field(_ values: [String?], none: String) -> ExplorationPageData.Field {
        let names = Set(values.compactMap { $0 }).sorted()
        let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        return ExplorationPageData.Field(
            names: names,
            styles: names.indices.map { index in
                let style = ScatterStyle.of(index, among: names.count)
                return .init(ink: style.ink.rawValue, mark: style.mark.rawValue, tone: nil)
            },
            of: values.map { $0.flatMap { places[$0] } ?? -1 }, none: none)
    }

    private var silhouetteField: ExplorationPageData.Field {
        let limits = [-0.25, 0, 0.25, 0.5]
        let names = ["below −0.25", "−0.25 to 0", "0 to 0.25", "0.25 to 0.5", "0.5 and more"]
        return ExplorationPageData.Field(
            names: names,
            styles: names.indices.map { .init(ink: nil, mark: $0 < 2 ? 3 : 0, tone: [0, 0.25, 0.6, 0.8, 1][$0]) },
            of: (exploration.silhouette?.perItem ?? []).map { value in
                value.map { value in limits.count { value >= $0 } } ?? -1
            }, none: "no label")
    }

    var pageData: ExplorationPageData {
        let exploration = exploration
        let suspicions = Dictionary(uniqueKeysWithValues: exploration.suspicions.map { ($0.index, $0) })
        var copies: [Int: CopyGroup] = [:]
        for group in exploration.copies { for member in group.members { copies[member] = group } }
        return ExplorationPageData(
            medium: medium.rawValue, noun: exploration.options.noun, nouns: exploration.nouns,
            marks: ScatterMark.allCases.map { $0.corners.map { [$0.x, $0.y] } }, maps: maps,
            fields: fields.map(\.field),
            items: exploration.items.indices.map { item($0, suspicions[$0], copies[$0]) },
            suspects: exploration.suspicions.map(\.index))
    }

    private var maps: [ExplorationPageData.Map] {
        var maps: [ExplorationPageData.Map] = []
        func rounded(_ value: Double) -> Double { (value * 1e4).rounded() / 1e4 }
        if let map = exploration.map {
            maps.append(
                .init(
                    points: map.points.map { [rounded($0.x), rounded($0.y)] },
                    note: "t-SNE: who is near whom is kept; distances between clusters and their sizes mean little."))
        }
        let components = exploration.components
        let largest = components.scores.flatMap { $0.prefix(2).map(abs) }.max() ?? 1
        func scaled(_ value: Double) -> Double { rounded(value / (largest > 0 ? largest : 1) * 10) }
        let shares = components.ratios.prefix(2).map { DecimalText.percent($0) }.joined(separator: " and ")
        maps.append(
            .init(
                points: components.scores.map { [scaled($0.first ?? 0), scaled($0.count > 1 ? $0[1] : 0)] },
                note: "PCA: the two directions of most variance, \(shares) of it; distances are as they are."))
        return maps
    }

    private func item(_ index: Int, _ suspicion: LabelSuspicion?, _ copies: CopyGroup?) -> ExplorationPageData.Item {
        let item = exploration.items[index]
        var remarks: [String] = []
        if let suspicion {
            remarks.append(
                "Likely \(exploration.classes[suspicion.suggestion]): \(exploration.reason(for: suspicion)).")
        }
        if let copies {
            let others = copies.members.filter { $0 != index }.prefix(3).map(exploration.name(of:))
            remarks.append(
                "\(copies.kind == .exact ? "Copy of" : "As good as a copy of") \(others.joined(separator: ", "))\(copies.members.count > 4 ? " and others" : "")."
            )
        }
        let facts = [
            ["machine", item.machine], ["part", item.part], ["group", item.group == item.path ? nil : item.group],
        ].compactMap { pair in pair[1].map { [pair[0] ?? "", $0] } }
        return ExplorationPageData.Item(
            name: exploration.name(of: index), label: item.label, silhouette: exploration.silhouette?.perItem[index],
            near: exploration.neighbours[index].map { [Double($0.index), ($0.distance * 1e6).rounded() / 1e6] },
            remarks: remarks, facts: facts)
    }

    var pageMedia: [ExplorationPageData.Media] {
        previews.map { preview in
            ExplorationPageData.Media(
                picture: preview.picture.map {
                    "data:\($0.starts(with: [0xFF, 0xD8]) ? "image/jpeg" : "image/png");base64,\(Base64.encoded($0))"
                },
                sound: preview.sound.map { "data:\(preview.soundType);base64,\(Base64.encoded($0))" },
                file: preview.link)
        }
    }
}
