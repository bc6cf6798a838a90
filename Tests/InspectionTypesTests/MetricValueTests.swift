import Foundation
import InspectionTypes
import Testing

@Suite struct MetricValueTests {
    @Test func `bounds that cannot be given are null`() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = String(decoding: try encoder.encode(MetricValue(0.5)), as: UTF8.self)
        #expect(text == #"{"high":null,"low":null,"value":0.5}"#)
    }

    @Test(arguments: [MetricValue(0.5), MetricValue(0.5, low: 0.25, high: 0.75)])
    func `is read back as it was written`(metric: MetricValue) throws {
        #expect(try JSONDecoder().decode(MetricValue.self, from: JSONEncoder().encode(metric)) == metric)
    }
}
