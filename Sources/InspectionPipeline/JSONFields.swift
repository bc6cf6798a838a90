/// An object of a hand-written file: values by key, each error naming the file and the key.
struct JSONFields {
    let file: String
    /// Keys on the way to this object, each followed by a dot.
    var path = ""
    let values: [String: JSONValue]

    /// - Throws: ``PipelineError`` for a key that is not among `known`.
    init(_ values: [String: JSONValue], file: String, path: String = "", known: [String]) throws {
        self.values = values
        self.file = file
        self.path = path
        for key in values.keys.sorted() where !known.contains(key) {
            throw PipelineError(
                .card, "\(file): the key '\(path)\(key)' is not known; known are \(known.joined(separator: ", "))")
        }
    }

    func wrong(_ key: String, _ wanted: String) -> PipelineError {
        let found = values[key].map { "is \($0.kind)" } ?? "is missing"
        return PipelineError(.card, "\(file): '\(path)\(key)' \(found); it must be \(wanted)")
    }

    func text(_ key: String) throws -> String? {
        switch values[key] {
        case nil, .null: nil
        case .text(let value): value
        default: throw wrong(key, "a text")
        }
    }

    func number(_ key: String) throws -> Double? {
        switch values[key] {
        case nil, .null: nil
        case .number(let value): value
        default: throw wrong(key, "a number")
        }
    }

    func whole(_ key: String) throws -> Int? {
        guard let value = try number(key) else { return nil }
        guard let whole = Int(exactly: value) else { throw wrong(key, "a whole number") }
        return whole
    }

    func texts(_ key: String) throws -> [String]? {
        switch values[key] {
        case nil, .null: return nil
        case .list(let list):
            return try list.map {
                guard case .text(let value) = $0 else { throw wrong(key, "a list of texts") }
                return value
            }
        default: throw wrong(key, "a list of texts")
        }
    }

    func numbers(_ key: String) throws -> [Double]? {
        switch values[key] {
        case nil, .null: return nil
        case .list(let list):
            return try list.map {
                guard case .number(let value) = $0 else { throw wrong(key, "a list of numbers") }
                return value
            }
        default: throw wrong(key, "a list of numbers")
        }
    }

    /// One of a few words.
    func choice<Choice: RawRepresentable & CaseIterable>(_ key: String, _: Choice.Type) throws -> Choice?
    where Choice.RawValue == String {
        guard let text = try text(key) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            throw wrong(key, "one of " + Choice.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return choice
    }

    func object(_ key: String, known: [String]) throws -> JSONFields? {
        switch values[key] {
        case nil, .null: nil
        case .object(let inner): try JSONFields(inner, file: file, path: "\(path)\(key).", known: known)
        default: throw wrong(key, "an object")
        }
    }
}
