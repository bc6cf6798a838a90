import InspectionTypes
import Testing

@Suite("Decimal text")
struct DecimalTextTests {
    struct Case: Sendable {
        var value: Double
        var digits: Int
        var text: String
    }

    @Test(
        "has a fixed count of digits after the point",
        arguments: [
            Case(value: 0.978, digits: 2, text: "0.98"), Case(value: 97.75, digits: 1, text: "97.8"),
            Case(value: 3, digits: 0, text: "3"),
            Case(value: -0.004, digits: 2, text: "0.00"), Case(value: -1.25, digits: 1, text: "-1.3"),
            Case(value: 0.05, digits: 3, text: "0.050"), Case(value: .nan, digits: 1, text: "–"),
            Case(value: .infinity, digits: 1, text: "∞"),
        ])
    func fixed(one: Case) {
        #expect(DecimalText.fixed(one.value, digits: one.digits) == one.text)
    }

    @Test("groups long numbers and leaves years alone")
    func grouped() {
        #expect(DecimalText.grouped(2026) == "2026")
        #expect(DecimalText.grouped(1_234_567) == "1\u{202f}234\u{202f}567")
        #expect(DecimalText.grouped(-12_480) == "-12\u{202f}480")
    }
}
