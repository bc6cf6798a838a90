/// A FlatBuffers file: tables with optional fields, found by offsets. Every offset is checked before it is followed.
///
/// A table starts with the signed distance back to its list of fields; that list holds its own length in bytes, the table's, and for every
/// field where it stands in the table, 0 where it is absent. Vectors begin with their count, tables and vectors are pointed to by distances
/// forward. Everything is little-endian.
///
/// Source: "FlatBuffers internals", the format's own documentation.
struct FlatBuffer: Sendable {
    let bytes: [UInt8]

    /// A stretch of elements.
    struct Vector: Sendable {
        /// Place of the first.
        var start: Int
        var count: Int
    }

    /// The table that all others are found from.
    var root: Table {
        get throws { try table(at: Int(number(UInt32.self, at: 0))) }
    }

    /// Four letters that say what kind of file it is, where there are any.
    var identifier: String? {
        bytes.count >= 8 ? String(decoding: bytes[4..<8], as: UTF8.self) : nil
    }

    func number<Number: FixedWidthInteger>(_: Number.Type, at place: Int) throws -> Number {
        let length = Number.bitWidth / 8
        guard place >= 0, place <= bytes.count - length else { throw Self.damaged("a number at byte \(place)") }
        return bytes.withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: Number.self)) }
    }

    func table(at place: Int) throws -> Table {
        let fields = try place - Int(number(Int32.self, at: place))
        let length = try Int(number(UInt16.self, at: fields))
        guard length >= 4, fields <= bytes.count - length else {
            throw Self.damaged("the fields of the table at byte \(place)")
        }
        return Table(buffer: self, place: place, fields: fields, fieldCount: (length - 4) / 2)
    }

    func vector(at place: Int, elementLength: Int) throws -> Vector {
        let count = try Int(number(UInt32.self, at: place))
        guard count <= (bytes.count - place - 4) / elementLength else {
            throw Self.damaged("a list of \(count) at byte \(place)")
        }
        return Vector(start: place + 4, count: count)
    }

    static func damaged(_ what: String) -> NetworkError {
        NetworkError(.malformed, "the file is damaged or cut short: \(what) lies outside it; download it again")
    }

    /// A table and where its fields stand.
    struct Table: Sendable {
        let buffer: FlatBuffer
        let place: Int
        fileprivate let fields: Int
        fileprivate let fieldCount: Int

        /// Where a field stands, `nil` where it is absent.
        private func place(of field: Int) throws -> Int? {
            guard field < fieldCount else { return nil }
            let offset = try Int(buffer.number(UInt16.self, at: fields + 4 + 2 * field))
            return offset == 0 ? nil : place + offset
        }

        func number<Number: FixedWidthInteger>(_ field: Int, default value: Number) throws -> Number {
            guard let place = try place(of: field) else { return value }
            return try buffer.number(Number.self, at: place)
        }

        /// Where a field points to.
        private func target(of field: Int) throws -> Int? {
            guard let place = try place(of: field) else { return nil }
            return try place + Int(buffer.number(UInt32.self, at: place))
        }

        func table(_ field: Int) throws -> Table? { try target(of: field).map(buffer.table) }

        func vector(_ field: Int, elementLength: Int) throws -> Vector? {
            try target(of: field).map { try buffer.vector(at: $0, elementLength: elementLength) }
        }

        /// Numbers of a list.
        ///
        /// - Parameter most: more of them are no honest file.
        func numbers<Number: FixedWidthInteger>(_ field: Int, _: Number.Type, most: Int) throws -> [Number] {
            let length = Number.bitWidth / 8
            guard let vector = try vector(field, elementLength: length) else { return [] }
            guard vector.count <= most else { throw FlatBuffer.damaged("a list of \(vector.count) numbers") }
            return try (0..<vector.count).map { try buffer.number(Number.self, at: vector.start + $0 * length) }
        }

        /// Places of a list's tables, which are read one by one as they are asked for.
        func tables(_ field: Int) throws -> TableList {
            TableList(buffer: buffer, vector: try vector(field, elementLength: 4) ?? Vector(start: 0, count: 0))
        }

        func text(_ field: Int) throws -> String {
            guard let vector = try vector(field, elementLength: 1) else { return "" }
            // A name for a message: what is longer is cut.
            return String(decoding: buffer.bytes[vector.start..<vector.start + min(vector.count, 200)], as: UTF8.self)
        }
    }

    /// A list of tables.
    struct TableList: Sendable {
        fileprivate let buffer: FlatBuffer
        fileprivate let vector: Vector

        var count: Int { vector.count }

        /// - Throws: ``NetworkError`` for a number that is not in the list, or a damaged one.
        func table(_ number: Int) throws -> Table {
            guard number >= 0, number < count else { throw FlatBuffer.damaged("entry \(number) of a list of \(count)") }
            let place = vector.start + 4 * number
            return try buffer.table(at: place + Int(buffer.number(UInt32.self, at: place)))
        }
    }
}
