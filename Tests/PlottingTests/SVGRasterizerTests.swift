import Plotting
import Testing

@Suite("Turning charts into pixels")
struct SVGRasterizerTests {
    /// librsvg is optional: without it these tests do not run, and the report says that PNGs were skipped.
    static let rasterizer = try? SVGRasterizer(scale: 2)

    @Test("gives a PNG of twice the chart's size", .enabled(if: rasterizer != nil, "librsvg2-2 is not installed"))
    func size() throws {
        let chart = IntervalBarChart(title: "<F1> & “more”", axisLabel: "F1", bars: [.init("a", value: 0.5)])
        let png = try #require(Self.rasterizer).png(of: chart)
        #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        let (width, height) = (
            png[16..<20].reduce(0) { $0 << 8 | Int($1) }, png[20..<24].reduce(0) { $0 << 8 | Int($1) }
        )
        #expect(width == 1000)
        #expect(height == 2 * (28 + 50 + 74))
    }

    @Test("works on several threads at once", .enabled(if: rasterizer != nil, "librsvg2-2 is not installed"))
    func concurrent() async throws {
        let rasterizer = try #require(Self.rasterizer)
        let sizes = try await withThrowingTaskGroup(of: Int.self) { group in
            for index in 0..<8 {
                group.addTask {
                    try rasterizer.png(of: ConfusionMatrixChart(classes: ["a", "b"], counts: [[index, 1], [2, 3]]))
                        .count
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(sizes.count == 8 && sizes.allSatisfy { $0 > 1000 })
    }

    @Test("says which package is missing, or works")
    func missing() {
        do throws(PlottingError) {
            _ = try SVGRasterizer()
        } catch {
            #expect(error.code == .rasterizerMissing && error.message.contains("librsvg2-2"))
        }
    }
}
