import AnomalyDetection
import Testing

@Suite struct FalseAlarmTargetTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var text: String
        var bound: FalseAlarmTarget.Bound
        var testDescription: String { text }
    }

    @Test(arguments: [
        Case(text: "1/week", bound: .perHour(1.0 / 168)), Case(text: "2/day", bound: .perHour(2.0 / 24)),
        Case(text: "0.5/hour", bound: .perHour(0.5)), Case(text: "3 per month", bound: .perHour(3 / 730.5)),
        Case(text: "1/1000", bound: .share(0.001)), Case(text: "0.01", bound: .share(0.01)),
        Case(text: "2.5 %", bound: .share(0.025)),
    ])
    func wordsOfWorkAreUnderstood(_ told: Case) throws {
        #expect(try FalseAlarmTarget(parsing: told.text).bound == told.bound)
        #expect(try FalseAlarmTarget(parsing: told.text).text == told.text)
    }

    @Test(arguments: [
        "1/shift", "", "week", "0", "0/week", "-1/day", "1", "100%", "nan", "1/0", "1/2/3", "inf/day", "1/",
    ])
    func whatMakesNoSenseIsRefusedWithAnExample(_ text: String) {
        let error = #expect(throws: AnomalyError.self) { try FalseAlarmTarget(parsing: text) }
        #expect(error?.message.contains("'\(text)'") == true)
        #expect(error?.code == .wording)
    }

    @Test func ratesOfInspectionAreUnderstood() throws {
        #expect(try InspectionRate(parsing: "240/day").perHour == 10)
        #expect(InspectionRate.continuous(seconds: 10).perHour == 360)
        #expect(throws: AnomalyError.self) { try InspectionRate(parsing: "0.1") }
        #expect(throws: AnomalyError.self) { try InspectionRate(parsing: "fast") }
    }
}
