import Foundation
@testable import Plotting
import Testing

@Suite("Charts of sounds")
struct SoundChartTests {
    @Test("a waveform's outline holds every sample's reach")
    func envelope() {
        let samples = (0..<1000).map { Float($0 % 10 == 3 ? 1 : $0 % 10 == 7 ? -0.5 : 0) }
        let envelope = WaveformChart.envelope(samples, columns: 100)
        #expect(envelope.count == 100)
        #expect(envelope.allSatisfy { $0.low == -0.5 && $0.high == 1 })
        #expect(WaveformChart.envelope([1, 2], columns: 100).count == 2)
    }

    @Test("a spectrogram is a PNG a column a frame and a row a band, its time axis in seconds")
    func spectrogram() throws {
        let chart = SpectrogramChart(
            title: "t", values: (0..<50).map { frame in (0..<16).map { Float(frame * $0) } }, duration: 2.5,
            bandFrequencies: (0..<16).map { 100 + 250 * Double($0) }
        )
        let png = try #require(chart.png())
        #expect(Array(png[16..<24]) == [0, 0, 0, 50, 0, 0, 0, 16])
        let drawing = Drawing(chart)
        #expect(
            drawing.named("image").first?.attributes["href"]?.hasPrefix("data:image/png;base64,iVBORw0KGgo") == true)
        #expect(drawing.texts.contains("2.5\u{202f}s") && drawing.texts.contains("kHz") && drawing.texts.contains("1"))
    }

    @Test("frames beyond the drawing's columns are averaged")
    func columns() throws {
        let chart = SpectrogramChart(
            title: "t", values: Array(repeating: [0, 1], count: 10_000), duration: 1, bandFrequencies: [1, 2],
            maximumColumns: 300
        )
        #expect(Array(try #require(chart.png())[16..<20]) == [0, 0, 1, 44])
    }

    struct Picture: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var pixels: [UInt8]
        var width: Int
    }

    @Test(
        "a PNG holds the pixels that were put in, as another decoder reads it",
        .enabled(if: SoundChartTests.python() != nil, "python3 with zlib is the other decoder"),
        arguments: [
            Picture(testDescription: "one pixel", pixels: [7], width: 1),
            Picture(
                testDescription: "runs", pixels: Array(repeating: 3, count: 2000) + Array(repeating: 200, count: 2000),
                width: 50),
            Picture(
                testDescription: "noise",
                pixels: (0..<70_000).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 13) }, width: 350),
            Picture(
                testDescription: "far matches", pixels: (0..<80_000).map { UInt8(truncatingIfNeeded: $0 % 30_011) },
                width: 400),
        ])
    func roundTrip(picture: Picture) throws {
        let palette = (0..<256).map { (red: UInt8($0), green: UInt8(0), blue: UInt8(255 - $0)) }
        let png = IndexedPNG.encoded(
            pixels: picture.pixels, width: picture.width, height: picture.pixels.count / picture.width, palette: palette
        )
        let file = FileManager.default.temporaryDirectory.appending(path: "wheeltapper-\(UUID().uuidString).png")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(png).write(to: file)
        #expect(try Self.decoded(file) == picture.pixels)
    }

    private static func python() -> URL? {
        ["/usr/bin/python3", "/usr/local/bin/python3"].map { URL(filePath: $0) }.first {
            FileManager.default.isExecutableFile(atPath: $0.path)
        }
    }

    /// Palette indices as Python's zlib and CRC read them; throws where a check fails.
    private static func decoded(_ file: URL) throws -> [UInt8] {
        let script = """
            import struct, sys, zlib
            data = open(sys.argv[1], 'rb').read()
            at, stream = 8, b''
            while at < len(data):
                size, name = struct.unpack('>I4s', data[at:at + 8])
                body = data[at + 8:at + 8 + size]
                assert struct.unpack('>I', data[at + 8 + size:at + 12 + size])[0] == zlib.crc32(name + body)
                if name == b'IHDR': width, height = struct.unpack('>II', body[:8])
                if name == b'IDAT': stream += body
                at += 12 + size
            raw = zlib.decompress(stream)
            rows = [raw[y * (width + 1):(y + 1) * (width + 1)] for y in range(height)]
            assert len(raw) == height * (width + 1) and all(row[0] == 0 for row in rows)
            sys.stdout.buffer.write(b''.join(row[1:] for row in rows))
            """
        let process = Process()
        process.executableURL = python()
        process.arguments = ["-c", script, file.path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let pixels = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? [UInt8](pixels) : []
    }
}
