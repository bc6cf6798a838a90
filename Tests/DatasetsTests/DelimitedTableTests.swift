import Testing

@testable import Datasets

@Suite struct DelimitedTableTests {
    struct Dialect: CustomTestStringConvertible {
        var testDescription: String
        var text: String
        var cells: [[String]]
    }

    static let dialects = [
        Dialect(testDescription: "plain", text: "path,label\na.wav,x\n", cells: [["path", "label"], ["a.wav", "x"]]),
        Dialect(
            testDescription: "no last line break", text: "path,label\na.wav,x",
            cells: [["path", "label"], ["a.wav", "x"]]),
        Dialect(
            testDescription: "CR LF", text: "path,label\r\na.wav,x\r\n", cells: [["path", "label"], ["a.wav", "x"]]),
        Dialect(
            testDescription: "CR alone", text: "path,label\ra.wav,x\r", cells: [["path", "label"], ["a.wav", "x"]]),
        Dialect(
            testDescription: "byte order mark", text: "\u{FEFF}path,label\na,x\n",
            cells: [["path", "label"], ["a", "x"]]),
        Dialect(
            testDescription: "tabs", text: "path\tlabel\na, b.wav\tx\n",
            cells: [["path", "label"], ["a, b.wav", "x"]]),
        Dialect(
            testDescription: "semicolons", text: "path;label;start\na,1.wav;x;2\n",
            cells: [["path", "label", "start"], ["a,1.wav", "x", "2"]]),
        Dialect(
            testDescription: "quoted delimiter", text: "path,label\n\"a,b.wav\",x\n",
            cells: [["path", "label"], ["a,b.wav", "x"]]),
        Dialect(
            testDescription: "doubled quotes", text: "path,label\n\"a \"\"b\"\".wav\",x\n",
            cells: [["path", "label"], ["a \"b\".wav", "x"]]),
        Dialect(
            testDescription: "line break in quotes", text: "path,label\n\"a\nb\",x\n",
            cells: [["path", "label"], ["a\nb", "x"]]),
        Dialect(
            testDescription: "empty cells", text: "path,label,group\na,x,\nb,,g\n",
            cells: [["path", "label", "group"], ["a", "x", ""], ["b", "", "g"]]),
        Dialect(testDescription: "empty quoted cell", text: "path\n\"\"\n", cells: [["path"], [""]]),
        Dialect(
            testDescription: "empty lines", text: "path,label\n\n\na,x\n\n", cells: [["path", "label"], ["a", "x"]]),
        Dialect(
            testDescription: "quote inside a cell", text: "path,label\na\"b,x\n",
            cells: [["path", "label"], ["a\"b", "x"]]),
    ]

    @Test(arguments: dialects)
    func readsDialect(_ dialect: Dialect) throws {
        #expect(try DelimitedTable(Array(dialect.text.utf8)).rows.map(\.cells) == dialect.cells)
    }

    @Test func countsLinesThroughQuotedBreaks() throws {
        let table = try DelimitedTable(Array("path,label\n\n\"a\nb\",x\nc,y\n".utf8))
        #expect(table.rows.map(\.line) == [1, 3, 5])
    }

    @Test func refusesAnOpenQuoteAndSaysWhere() {
        #expect { try DelimitedTable(Array("path,label\n\"a,x\nb,y\n".utf8)) } throws: { error in
            (error as? DatasetError)?.message.contains("line 2") ?? false
        }
    }

    @Test func refusesUTF16() {
        #expect(throws: DatasetError.self) { try DelimitedTable([0xFF, 0xFE, 0x70, 0x00]) }
    }
}
