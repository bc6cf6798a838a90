import Foundation
import InspectionTypes
import Testing

@testable import Media

/// A script stands in for ffmpeg: what is tested is how the child is spoken to and what becomes of its answers.
@Suite struct FFmpegTests {
    let scratch: Scratch
    /// A file that libsndfile does not read.
    let path: String

    init() throws {
        scratch = try Scratch()
        path = try scratch.file("-odd name;.m4a", (0..<2000).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ $0 >> 3) })
    }

    func ffmpeg(_ script: String) throws -> String {
        let path = try scratch.file("ffmpeg", Array("#!/bin/sh\n\(script)\n".utf8))
        chmod(path, 0o755)
        return path
    }

    @Test func `what it decodes is read, stretch by stretch`() throws {
        let left = tone(5000), right = tone(5000, frequency: 880)
        _ = try scratch.file("out", wave([left, right], rate: 22_050, promised: 100_000_000))
        let program = try ffmpeg("printf '%s\\n' \"$@\" > '\(scratch.path("arguments"))'; cat '\(scratch.path("out"))'")
        let reader = try AudioFileReader(path: path, ffmpeg: program)
        #expect(reader.sampleRate == 22_050)
        #expect(reader.channelCount == 2)
        #expect(reader.frameCount == nil)
        var channels: [[Float]] = [[], []]
        while let stretch = try reader.read(maxFrames: 777) {
            for index in 0..<2 { channels[index] += stretch.channels[index] }
        }
        #expect(channels == [left, right])
        let arguments = try String(contentsOfFile: scratch.path("arguments"), encoding: .utf8).split(separator: "\n")
            .map(String.init)
        #expect(arguments.contains("file:" + path))
        #expect(arguments.contains("-nostdin"))
        #expect(arguments.contains("-map_metadata") && arguments.contains("+bitexact"))
        try reader.seek(toFrame: 1234)
        #expect(try reader.read(maxFrames: 10)?.channels[0] == Array(left[1234..<1244]))
    }

    @Test func `its last complaint is passed on`() throws {
        let program = try ffmpeg("echo first >&2; echo 'moov atom not found' >&2; exit 1")
        #expect { try AudioFileReader(path: path, ffmpeg: program) } throws: {
            let error = $0 as? MediaError
            return error?.code == .notSound && error?.message.contains("(ffmpeg: moov atom not found)") ?? false
        }
    }

    @Test func `one that writes no header and never stops is ended`() throws {
        let late = scratch.path("late")
        let program = try ffmpeg("timeout -s KILL 20 cat /dev/zero; touch '\(late)'")
        #expect { try AudioFileReader(path: path, ffmpeg: program) } throws: { ($0 as? MediaError)?.code == .notSound }
        #expect(!FileManager.default.fileExists(atPath: late), "it came to its own end")
    }

    @Test func `an end in the middle is an error`() throws {
        _ = try scratch.file("out", wave([tone(500)], rate: 8000, promised: 100_000_000))
        let program = try ffmpeg("cat '\(scratch.path("out"))'; echo 'corrupt frame' >&2; exit 69")
        let reader = try AudioFileReader(path: path, ffmpeg: program)
        #expect { while try reader.read(maxFrames: 100) != nil {} } throws: {
            ($0 as? MediaError)?.message.contains("stopped in the middle of it (corrupt frame)") ?? false
        }
    }

    @Test func `a reader let go of ends the child`() throws {
        _ = try scratch.file("out", wave([tone(500)], rate: 8000, promised: 100_000_000))
        let program = try ffmpeg("echo $$ > '\(scratch.path("child"))'; cat '\(scratch.path("out"))'; exec sleep 600")
        do { _ = try AudioFileReader(path: path, ffmpeg: program) }
        let text = try String(contentsOfFile: scratch.path("child"), encoding: .utf8)
        let child = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(kill(child, 0) == -1)
    }

    @Test func `a program that cannot be started is named`() throws {
        let program = try scratch.file("ffmpeg", [])
        #expect { try AudioFileReader(path: path, ffmpeg: program) } throws: {
            ($0 as? MediaError)?.message.contains("\(program) cannot be started") ?? false
        }
    }

    @Test func `it is found on a search path`() throws {
        let program = try ffmpeg("exit 0")
        #expect(
            FFmpegDecoder.executable(searchPath: "/nowhere:" + scratch.folder.path(percentEncoded: false)).map {
                URL(filePath: $0).standardized.path(percentEncoded: false)
            }
                == URL(filePath: program).standardized.path(percentEncoded: false))
        #expect(FFmpegDecoder.executable(searchPath: "/nowhere") == nil)
    }
}
