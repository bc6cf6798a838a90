import ArgumentParser
import Capture
import InspectionTypes
import Stations
import TrainingTasks
import Yams

/// Many sources at once, as a YAML file names them.
///
/// ```yaml
/// defaults: {smooth: 2/3, hold: 5}
/// sources:
///   - name: fan 1
///     input: USB Audio
///     machine: fan id_00
///   - name: gate
///     input: rtsp://camera/stream
///     smooth: 3/5
/// ```
struct SourcesFile<Order> {
    struct Entry {
        var name: String
        var order: Order
        var machine: String?
        var rules: StationRules
    }

    private struct Document: Decodable {
        var defaults: SourceSettings?
        var sources: [SourceSettings]
    }

    var entries: [Entry]

    /// - Parameters:
    ///   - rules: where neither a source nor the defaults say otherwise.
    ///   - medium: which keys there are.
    ///   - order: what a source's settings and its input ask for.
    /// - Throws: `ValidationError` naming the file, the source and the mend.
    init(
        _ path: String, rules: StationRules, medium: ModelCard.Medium,
        order: (SourceSettings, SourceInput) throws -> Order
    ) throws {
        guard let text = TextFile.read(path) else {
            throw ValidationError("--sources \(path): there is no such file, or it cannot be read.")
        }
        try self.init(text, path: path, rules: rules, medium: medium, order: order)
    }

    private init(
        _ text: String, path: String, rules: StationRules, medium: ModelCard.Medium,
        order: (SourceSettings, SourceInput) throws -> Order
    ) throws {
        func refuse(_ what: String) -> ValidationError { ValidationError("--sources \(path): \(what)") }
        let document: Document
        do {
            try Self.checkKeys(text, SourceSettings.keys(medium), refuse)
            document = try YAMLDecoder().decode(Document.self, from: text)
        } catch let error as ValidationError {
            throw error
        } catch {
            if let place = Self.place(error) { throw refuse(place) }
            throw refuse(
                "it is not a list of sources (\(Self.reason(error))). A list looks so:\nsources:\n  - name: fan 1\n    input: USB Audio"
            )
        }
        guard !document.sources.isEmpty else { throw refuse("it names no source.") }
        var names: Set<String> = []
        entries = try document.sources.enumerated().map { number, source in
            let source = source.completed(by: document.defaults)
            guard let text = source.input else {
                throw refuse(
                    "source \(number + 1) has no input: name a \(medium == .sound ? "microphone" : "camera"), a file, a folder or an address."
                )
            }
            let input = SourceInput(text)
            let name = source.name ?? input.usualName(medium)
            guard names.insert(name).inserted else {
                throw refuse("two sources are called '\(name)': give each a name of its own.")
            }
            var own = rules
            if let words = source.smooth {
                guard let rule = EventRule(argument: words) else {
                    throw refuse("'\(name)': smooth takes two numbers such as 2/3, not '\(words)'.")
                }
                own.rule = rule
            }
            own.holdSeconds = source.hold ?? own.holdSeconds
            own.minimumSeconds = source.minimum ?? own.minimumSeconds
            let lengths = 0...LengthOfTime.longest
            guard lengths.contains(own.holdSeconds), lengths.contains(own.minimumSeconds) else {
                throw refuse("'\(name)': hold and minimum are seconds, from 0 to a year.")
            }
            do {
                return Entry(name: name, order: try order(source, input), machine: source.machine, rules: own)
            } catch let error as ValidationError {
                throw refuse("'\(name)': \(error.message)")
            }
        }
    }

    /// A key that nobody reads is a slip of the pen.
    private static func checkKeys(_ text: String, _ known: [String], _ refuse: (String) -> ValidationError) throws {
        guard let root = try Yams.compose(yaml: text)?.mapping else { return }
        func check(_ mapping: Node.Mapping?, _ where_: String) throws {
            for key in (mapping ?? [:]).keys.compactMap(\.string) where !known.contains(key) {
                throw refuse("\(where_) has '\(key)', which nobody reads; known are \(known.joined(separator: ", ")).")
            }
        }
        for key in root.keys.compactMap(\.string) where key != "sources" && key != "defaults" {
            throw refuse("it has '\(key)' at its top; known are sources and defaults.")
        }
        try check(root["defaults"]?.mapping, "defaults")
        for (number, source) in (root["sources"]?.sequence ?? []).enumerated() {
            try check(source.mapping, "source \(number + 1)")
        }
    }

    /// `source 1: hold takes a number; times are in seconds`; `nil` where it is the file as a whole that is wrong.
    private static func place(_ error: any Error) -> String? {
        guard case .typeMismatch(let type, let context)? = error as? DecodingError,
            let key = context.codingPath.last?.stringValue, context.codingPath.count > 1
        else { return nil }
        let wanted =
            switch type {
            case is Bool.Type: "true or false"
            case is String.Type: "text"
            case is any BinaryInteger.Type: "a whole number"
            case is any BinaryFloatingPoint.Type: "a number; times are in seconds"
            default: "something else"
            }
        let place = context.codingPath.compactMap(\.intValue).first.map { "source \($0 + 1)" } ?? "defaults"
        return "\(place): \(key) takes \(wanted)"
    }

    private static func reason(_ error: any Error) -> String {
        String("\(error)".split(separator: "\n").first ?? "")
    }
}
