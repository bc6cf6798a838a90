import Foundation
import InspectionTypes
import Testing

@testable import Media

@Suite struct AudioFileTests {
    @Test(arguments: ["a.wav", "b.FLAC", "folder.x/c.Ogg", "d.mp3", "e.m4a"]) func `a sound is known by its name`(
        name: String
    ) {
        #expect(AudioFile.isSound(name))
    }

    @Test(arguments: ["a.txt", "wav", ".wav", "folder.wav/notes", "a.jpeg"]) func `what is not named like one is none`(
        name: String
    ) {
        #expect(!AudioFile.isSound(name))
    }

    @Test func `a sound without a name's ending is known by its first bytes`() throws {
        let scratch = try Scratch()
        #expect(AudioFile.isSound(try scratch.file("recording", wave([tone(10)], rate: 8000))))
        #expect(!AudioFile.isSound(try scratch.file("notes", Array("RIFT".utf8))))
    }

    @Test func `the hash of a file is that of its bytes`() throws {
        let scratch = try Scratch()
        let bytes = (0..<600_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        #expect(try AudioFile.contentHash(try scratch.file("a", bytes)) == ContentHash.hexadecimal(of: bytes))
        #expect { try AudioFile.contentHash(scratch.path("none")) } throws: {
            ($0 as? MediaError)?.code == .fileMissing
        }
    }
}
