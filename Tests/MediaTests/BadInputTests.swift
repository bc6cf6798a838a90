import Foundation
import InspectionTypes
import Testing

@testable import Media

/// Every way in which a file can be unfit has a message of its own: the file, what happened, the mend.
@Suite struct BadInputTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// The error of reading a whole file without ffmpeg.
    func error(_ path: String) -> MediaError? {
        do {
            let reader = try AudioFileReader(path: path, ffmpeg: nil)
            while try reader.read(maxFrames: 4096) != nil {}
            return nil
        } catch {
            return error as? MediaError
        }
    }

    func expect(
        _ path: String, _ code: MediaError.Code, _ words: String..., at location: SourceLocation = #_sourceLocation
    ) {
        let error = error(path)
        #expect(error?.code == code, sourceLocation: location)
        let message = error?.message ?? ""
        #expect(message.hasPrefix(path + ": "), sourceLocation: location)
        for word in words { #expect(message.contains(word), "\(message)", sourceLocation: location) }
    }

    @Test func `an empty file`() throws {
        expect(try scratch.file("a.wav", []), .emptyFile, "empty (0 bytes)", "record or copy it again")
    }

    @Test(arguments: ["Dear diary,\nthe wheel sang today.\n", "path,label\na.wav,normal\n", "Überraschung: kein Ton ✗"])
    func `text named like a sound`(text: String) throws {
        expect(try scratch.file("a.wav", Array(text.utf8)), .notSound, "no sound file but text")
    }

    @Test func `long text whose last letter is cut in the middle`() throws {
        expect(try scratch.file("a.wav", Array((String(repeating: "a", count: 511) + "ü").utf8)), .notSound, "text")
    }

    @Test func `bytes of no known format, and no ffmpeg`() throws {
        let bytes = (0..<2000).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ $0 >> 3) }
        expect(try scratch.file("a.wav", bytes), .decoderMissing, "libsndfile cannot read it", "install ffmpeg")
    }

    @Test func `a header and no samples`() throws {
        expect(try scratch.file("a.wav", wave([[]], rate: 8000)), .noSamples, "not one sample")
    }

    @Test func `a header that promises samples, and none are there`() throws {
        expect(try scratch.file("a.wav", wave([[]], rate: 8000, promised: 8000)), .noSamples, "not one sample")
    }

    @Test(arguments: [true, false])
    func `a header that promises more than there is: what is there is read, with a warning`(floats: Bool) throws {
        let path = try scratch.file("a.wav", wave([tone(2000)], rate: 8000, floats: floats, promised: 8000))
        let reader = try AudioFileReader(path: path, ffmpeg: nil)
        let signal = try #require(try reader.read(maxFrames: 9999))
        #expect(largestDifference(signal.channels[0], tone(2000)) < 1e-4)
        #expect(try reader.read(maxFrames: 9999) == nil)
        #expect(
            reader.warnings == [
                "\(path): is cut short: its header promises 1.0 s and 0.25 s are there; what is there is used"
            ])
    }

    @Test func `a FLAC file cut in two: what is there is read, with a warning`() throws {
        try AudioFileWriter.write(
            .init(mono: tone(80_000), sampleRate: 8000), to: scratch.path("whole.flac"), format: .flac16)
        let bytes = try Data(contentsOf: scratch.folder.appending(path: "whole.flac"))
        let path = try scratch.file("a.flac", Array(bytes.prefix(bytes.count / 2)))
        let reader = try AudioFileReader(path: path, ffmpeg: nil)
        var count = 0
        while let stretch = try reader.read(maxFrames: 10_000) { count += stretch.frameCount }
        #expect((20_000..<60_000).contains(count))
        #expect(reader.warnings.count == 1)
        #expect(reader.warnings.first?.contains("promises 10.0 s") ?? false)
    }

    @Test(arguments: [
        (Float.nan, "not a number (NaN)"), (.infinity, "an infinite sample"), (-.infinity, "an infinite sample"),
    ])
    func `a sample that is no number, with its place`(value: Float, words: String) throws {
        var second = tone(8000)
        second[6000] = value
        let path = try scratch.file("a.wav", wave([tone(8000), second], rate: 8000))
        expect(path, .notFinite, words, "at 0.75 s in channel 1", "record it again, or cut it before that place")
    }

    @Test func `a folder`() {
        expect(scratch.folder.path(percentEncoded: false), .isFolder, "is a folder", "name a file in it")
    }

    @Test func `a pipe with a name`() throws {
        let path = scratch.path("a.wav")
        #expect(mkfifo(path, 0o600) == 0)
        // Held open at both ends, so that a reader who opens it fails instead of waiting.
        let descriptor = open(path, O_RDWR)
        defer { close(descriptor) }
        expect(path, .notRegular, "a pipe, a socket or a device", "copy the sound into a file")
    }

    @Test func `a file that is not there`() {
        expect(scratch.path("none.wav"), .fileMissing, "no such file", "check the name")
    }

    @Test func `a file in a file`() throws {
        expect(try scratch.file("a.wav", [1]) + "/b.wav", .fileMissing, "no such file")
    }

    @Test(
        .enabled(if: geteuid() != 0, "the superuser may read everything: run the tests as another user to see this one")
    )
    func `a file that may not be read`() throws {
        let path = try scratch.file("a.wav", wave([tone(10)], rate: 8000))
        chmod(path, 0)
        expect(path, .notPermitted, "may not be read", "chmod +r")
    }

    @Test func `the system's refusal has its own message`() {
        let error = FileProbe.error("a.wav", EACCES)
        #expect(error.code == .notPermitted)
        #expect(error.message == "a.wav: may not be read by this user: give read permission, say with chmod +r")
    }
}
