import InspectionTypes

extension NormalReference: Codable {
    private enum Key: String, CodingKey {
        case stretchSeconds, machines, files, rows, starts
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        func packed(_ key: Key) throws -> [Float] {
            try Self.unpack(container.decode(String.self, forKey: key), key, container)
        }
        let rows = try packed(.rows)
        let starts = try packed(.starts)
        guard starts.isEmpty || starts.count == rows.count, rows.allSatisfy({ $0 >= 0 && $0 < 0x1p24 }) else {
            throw DecodingError.dataCorruptedError(
                forKey: .rows, in: container, debugDescription: "\(rows.count) rows with \(starts.count) starts")
        }
        self.init(
            stretchSeconds: try container.decode(Double.self, forKey: .stretchSeconds),
            machines: try container.decode([Machine].self, forKey: .machines),
            memory: Memory(
                files: try container.decode([String].self, forKey: .files), rows: rows.map { Int($0) },
                starts: starts.map(Double.init)))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(stretchSeconds, forKey: .stretchSeconds)
        try container.encode(machines, forKey: .machines)
        try container.encode(memory.files, forKey: .files)
        // Floats count exactly up to 2²⁴, as the graph's `nearest` does.
        try container.encode(PackedNumbers.pack(memory.rows.map(Float.init)), forKey: .rows)
        try container.encode(PackedNumbers.pack(memory.starts.map { Float($0) }), forKey: .starts)
    }

    fileprivate static func unpack<Key>(_ text: String, _ key: Key, _ container: KeyedDecodingContainer<Key>) throws
        -> [Float]
    {
        guard let values = PackedNumbers.unpack(text) else {
            throw DecodingError.dataCorruptedError(
                forKey: key, in: container, debugDescription: "no packed numbers")
        }
        return values
    }
}

extension NormalReference.Machine: Codable {
    private enum Key: String, CodingKey {
        case levels, deviations, recordingDeviations, recordings
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        func packed(_ key: Key) throws -> [Float] {
            try NormalReference.unpack(container.decode(String.self, forKey: key), key, container)
        }
        self.init(
            levels: try packed(.levels), deviations: try packed(.deviations),
            recordingDeviations: try packed(.recordingDeviations),
            recordings: try container.decode(Int.self, forKey: .recordings))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(PackedNumbers.pack(levels), forKey: .levels)
        try container.encode(PackedNumbers.pack(deviations), forKey: .deviations)
        try container.encode(PackedNumbers.pack(recordingDeviations), forKey: .recordingDeviations)
        try container.encode(recordings, forKey: .recordings)
    }
}
