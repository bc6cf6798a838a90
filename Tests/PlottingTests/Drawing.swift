import Foundation
import Plotting

#if canImport(FoundationXML)
import FoundationXML
#endif

/// A chart's SVG taken apart.
final class Drawing: NSObject, XMLParserDelegate {
    struct Element {
        var name: String
        var attributes: [String: String]
        var text = ""

        func number(_ name: String) -> Double? { attributes[name].flatMap(Double.init) }
        var classes: [String] { (attributes["class"] ?? "").split(separator: " ").map(String.init) }
    }

    private(set) var elements: [Element] = []
    private var open: [Int] = []
    private(set) var isWellFormed = false
    let source: String

    init(_ chart: some Chart, _ setting: SVGSetting = .embedded) {
        source = chart.svg(setting)
        super.init()
        let parser = XMLParser(data: Data(source.utf8))
        parser.delegate = self
        isWellFormed = parser.parse()
    }

    func parser(
        _: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        open.append(elements.count)
        elements.append(Element(name: name, attributes: attributes))
    }

    func parser(_: XMLParser, didEndElement: String, namespaceURI: String?, qualifiedName: String?) {
        open.removeLast()
    }

    func parser(_: XMLParser, foundCharacters text: String) {
        if let last = open.last { elements[last].text += text }
    }

    func named(_ name: String) -> [Element] { elements.filter { $0.name == name } }
    var texts: [String] { named("text").map(\.text) }

    /// Whether every coordinate is a finite number.
    var hasOnlyFiniteNumbers: Bool {
        let names = ["x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "width", "height", "font-size"]
        let attributes = elements.allSatisfy { element in
            names.allSatisfy { element.attributes[$0] == nil || element.number($0)?.isFinite == true }
        }
        return attributes && named("path").allSatisfy { !Self.points($0.attributes["d"] ?? "").isEmpty }
    }

    /// Points of a path of `M`, `L`.
    static func points(_ data: String) -> [(x: Double, y: Double)] {
        data.split(whereSeparator: { "MLZ".contains($0) }).compactMap { pair in
            let numbers = pair.split(whereSeparator: { " V".contains($0) }).compactMap { Double($0) }
            return numbers.count >= 2 ? (numbers[0], numbers[1]) : nil
        }
    }
}
