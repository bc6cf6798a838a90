/// The cells of a CSV or TSV file.
///
/// Follows RFC 4180: a cell in double quotes may hold delimiters, line breaks and doubled quotes. Beyond it: a byte order mark is passed
/// over, lines end in LF, CR LF or CR, empty lines are skipped, and the delimiter is the one of `,` `;` tab that stands most often in the first line.
struct DelimitedTable {
    struct Row {
        /// Line of the file that the row starts on, from 1.
        var line: Int
        var cells: [String]
    }

    var rows: [Row] = []

    init(_ bytes: [UInt8]) throws {
        guard !(bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])) else {
            throw DatasetError(.table, "it is UTF-16: save it as UTF-8")
        }
        var reader = Reader(bytes: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...])
        rows = try reader.readRows()
    }

    private struct Reader {
        let bytes: ArraySlice<UInt8>
        let delimiter: UInt8
        var line = 1
        var rowLine = 1
        var rows: [Row] = []
        var cells: [String] = []
        var cell: [UInt8] = []
        var wasQuoted = false

        static let quote = UInt8(ascii: "\"")
        static let lineFeed = UInt8(ascii: "\n")
        static let carriageReturn = UInt8(ascii: "\r")

        init(bytes: ArraySlice<UInt8>) {
            self.bytes = bytes
            self.delimiter = Self.delimiter(of: bytes)
        }

        static func delimiter(of bytes: ArraySlice<UInt8>) -> UInt8 {
            var counts: [UInt8: Int] = [:]
            var quoted = false
            for byte in bytes {
                if byte == quote { quoted.toggle() }
                if quoted { continue }
                if byte == lineFeed || byte == carriageReturn { break }
                counts[byte, default: 0] += 1
            }
            let candidates = [UInt8(ascii: ","), UInt8(ascii: "\t"), UInt8(ascii: ";")]
            // The first of equals: a table of one column is a CSV.
            return candidates.reduce(candidates[0]) { counts[$1, default: 0] > counts[$0, default: 0] ? $1 : $0 }
        }

        mutating func readRows() throws -> [Row] {
            var index = bytes.startIndex
            while index < bytes.endIndex {
                let byte = bytes[index]
                if byte == Self.quote, cell.isEmpty, !wasQuoted {
                    index = try readQuoted(from: index + 1)
                    continue
                }
                switch byte {
                case delimiter: endCell()
                case Self.lineFeed: endRow()
                case Self.carriageReturn:
                    if index + 1 < bytes.endIndex, bytes[index + 1] == Self.lineFeed { index += 1 }
                    endRow()
                default: cell.append(byte)
                }
                index += 1
            }
            if !cell.isEmpty || !cells.isEmpty || wasQuoted { endRow() }
            return rows
        }

        /// Reads to the closing quote; returns the index after it.
        private mutating func readQuoted(from start: Int) throws -> Int {
            var index = start
            wasQuoted = true
            while index < bytes.endIndex {
                let byte = bytes[index]
                if byte == Self.quote {
                    guard index + 1 < bytes.endIndex, bytes[index + 1] == Self.quote else { return index + 1 }
                    index += 1
                } else if byte == Self.lineFeed {
                    line += 1
                }
                cell.append(byte)
                index += 1
            }
            throw DatasetError(.table, "line \(rowLine): a quoted cell is not closed")
        }

        private mutating func endCell() {
            cells.append(String(decoding: cell, as: UTF8.self))
            cell.removeAll(keepingCapacity: true)
            wasQuoted = false
        }

        private mutating func endRow() {
            if !cells.isEmpty || !cell.isEmpty || wasQuoted {
                endCell()
                rows.append(Row(line: rowLine, cells: cells))
                cells.removeAll(keepingCapacity: true)
            }
            line += 1
            rowLine = line
        }
    }
}
