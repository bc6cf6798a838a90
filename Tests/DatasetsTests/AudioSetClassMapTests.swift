import Testing

@testable import Datasets

@Suite struct AudioSetClassMapTests {
    @Test func namesStandInTheOrderOfTheScores() throws {
        let table =
            "index,mid,display_name\n0,/m/1,Speech\n1,/m/2,\"Child speech, kid speaking\"\r\n2,/m/3,\"A \"\"b\"\"\"\n"
        #expect(try AudioSetClassMap.names(Array(table.utf8)) == ["Speech", "Child speech, kid speaking", "A \"b\""])
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var table: String
        var words: String
    }

    @Test(arguments: [
        Case(testDescription: "other columns", table: "a,b\n1,2\n", words: "display_name"),
        Case(testDescription: "empty", table: "", words: "display_name"),
        Case(
            testDescription: "another order", table: "index,mid,display_name\n1,/m/1,Speech\n",
            words: "line 2 is of class 1"),
        Case(testDescription: "no name", table: "index,mid,display_name\n0,/m/1,\n", words: "line 2 names no class"),
        Case(
            testDescription: "a name twice", table: "index,mid,display_name\n0,/m/1,Dog\n1,/m/2,Dog\n",
            words: "line 3 names 'Dog' a second time"),
    ])
    func aTableThatIsNoneIsRefusedInWords(_ test: Case) {
        let refusal = #expect(throws: DatasetError.self) { try AudioSetClassMap.names(Array(test.table.utf8)) }
        #expect(refusal?.message.contains(test.words) == true)
    }

    @Test(.enabled(if: Checkout.has("yamnet"), "the published class map is not here"))
    func thePublishedMapHas521Names() throws {
        let names = try AudioSetClassMap.names(contentsOf: Checkout.sharedData + "/yamnet/yamnet_class_map.csv")
        #expect(names.count == 521 && names[0] == "Speech" && names[520] == "Field recording")
    }
}
