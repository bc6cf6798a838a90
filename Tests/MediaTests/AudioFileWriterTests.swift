import Foundation
import InspectionTypes
import Testing

@testable import Media

@Suite struct AudioFileWriterTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test(arguments: AudioFileWriter.Format.allCases) func `what is written is read back`(
        format: AudioFileWriter.Format
    ) throws {
        let signal = AudioSignal(channels: [tone(3000), tone(3000, frequency: 700)], sampleRate: 44_100)
        let writer = try AudioFileWriter(path: scratch.path("a"), format: format, sampleRate: 44_100, channelCount: 2)
        for start in stride(from: 0, to: 3000, by: 1000) {
            try writer.write(
                AudioSignal(channels: signal.channels.map { Array($0[start..<start + 1000]) }, sampleRate: 44_100))
        }
        #expect(scratch.names != ["a"])
        try writer.close()
        #expect(scratch.names == ["a"])
        let back = try AudioFile.read(scratch.path("a"))
        #expect(back.sampleRate == 44_100)
        let tolerance: Float = [.wav16, .flac16].contains(format) ? 1 / 32_000 : 1e-6
        for index in 0..<2 { #expect(largestDifference(back.channels[index], signal.channels[index]) < tolerance) }
    }

    @Test func `samples beyond full scale are cut to it`() throws {
        try AudioFileWriter.write(.init(mono: [0, 2, -3, 0.5], sampleRate: 8000), to: scratch.path("a.wav"))
        #expect(largestDifference(try AudioFile.read(scratch.path("a.wav")).channels[0], [0, 1, -1, 0.5]) < 1e-4)
    }

    @Test func `a writer let go of leaves nothing, and an older file stays`() throws {
        try AudioFileWriter.write(.init(mono: tone(10), sampleRate: 8000), to: scratch.path("a.wav"))
        do {
            let writer = try AudioFileWriter(
                path: scratch.path("a.wav"), format: .wav16, sampleRate: 8000, channelCount: 1)
            try writer.write(.init(mono: tone(5000), sampleRate: 8000))
        }
        #expect(scratch.names == ["a.wav"])
        #expect(try AudioFile.read(scratch.path("a.wav")).frameCount == 10)
    }

    @Test func `a folder that is not there is named`() {
        let path = scratch.path("none/a.wav")
        #expect { try AudioFileWriter.write(.init(mono: tone(10), sampleRate: 8000), to: path) } throws: {
            let error = $0 as? MediaError
            return error?.code == .writingFailed && error?.message.hasPrefix(path) ?? false
        }
    }

    /// `/dev/full` refuses every byte as a full disk does.
    @Test(.enabled(if: access("/dev/full", W_OK) == 0, "no /dev/full here"), arguments: AudioFileWriter.Format.allCases)
    func `a full disk is an error and leaves nothing`(format: AudioFileWriter.Format) throws {
        let path = scratch.path("a.wav")
        #expect {
            let writer = try AudioFileWriter(
                path: path, temporaryPath: scratch.path("part"), format: format, sampleRate: 8000, channelCount: 1
            ) { try FileManager.default.createSymbolicLink(atPath: $0, withDestinationPath: "/dev/full") }
            try writer.write(.init(mono: tone(100_000), sampleRate: 8000))
            try writer.close()
        } throws: {
            ($0 as? MediaError)?.code == .writingFailed
        }
        #expect(scratch.names.isEmpty)
    }
}
