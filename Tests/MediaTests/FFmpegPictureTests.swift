import Foundation
import InspectionTypes
import Testing

@testable import Media

/// A script stands in for ffmpeg: what is tested is how the child is spoken to and what becomes of its answers.
@Suite struct FFmpegPictureTests {
    let scratch: Scratch
    /// The opening of a BMP of no consequence.
    let bitmap: [UInt8] = Array("BM".utf8) + [UInt8](repeating: 0, count: 12) + [40, 0, 0, 0] + [1, 2, 3]
    let path: String

    init() throws {
        scratch = try Scratch()
        path = try scratch.file("-odd %03d;.bmp", bitmap)
    }

    func ffmpeg(_ script: String) throws -> String {
        let path = try scratch.file("ffmpeg", Array("#!/bin/sh\n\(script)\n".utf8))
        chmod(path, 0o755)
        return path
    }

    func error(_ script: String, limits: PictureLimits = .default) throws -> MediaError? {
        let program = try ffmpeg(script)
        do {
            _ = try PictureFile.read(path, limits: limits, ffmpeg: program)
            return nil
        } catch { return error as? MediaError }
    }

    @Test func `what it decodes is the picture`() throws {
        let pixels = (0..<300 * 40 * 3).map { UInt8(truncatingIfNeeded: $0 * 7) }
        _ = try scratch.file("out", Array("P6\n300 40\n255\n".utf8) + pixels)
        let program = try ffmpeg(
            "printf '%s\\n' \"$@\" > '\(scratch.path("arguments"))'; cat > '\(scratch.path("in"))'; cat '\(scratch.path("out"))'"
        )
        let picture = try PictureFile.read(path, ffmpeg: program)
        #expect(picture == Picture(width: 300, height: 40, colour: .rgb, pixels: pixels))
        #expect(try Array(Data(contentsOf: URL(filePath: scratch.path("in")))) == bitmap)
        let arguments = try String(contentsOfFile: scratch.path("arguments"), encoding: .utf8).split(separator: "\n")
        #expect(arguments.contains("-nostdin") && arguments.contains("pipe:0") && arguments.contains("200000000"))
        // What it would conceal is to be an error.
        #expect(arguments.contains("-xerror") && arguments.contains("explode"))
        let header = try PictureFile.header(of: path, ffmpeg: program)
        #expect(header.format == .bmp && header.width == 300 && header.height == 40)
        #expect(try PictureFile.decode(bitmap, name: "upload", ffmpeg: program) == picture)
        #expect(try Array(Data(contentsOf: URL(filePath: scratch.path("in")))) == bitmap)
    }

    @Test func `without it the mend is named`() throws {
        for (name, format, opening) in [
            ("a.bmp", "BMP", bitmap), ("a.tif", "TIFF", [0x49, 0x49, 42, 0, 8, 0, 0, 0]),
            ("a.webp", "WebP", Array("RIFF1234WEBPVP8 ".utf8)),
        ] {
            let path = try scratch.file(name, opening)
            #expect { try PictureFile.read(path, ffmpeg: nil) } throws: {
                let error = $0 as? MediaError
                return error?.code == .decoderMissing && error?.message.hasPrefix(path) ?? false
                    && error?.message.contains("holds a \(format)") ?? false
                    && error?.message.contains("install ffmpeg") ?? false
            }
        }
    }

    @Test func `its complaints are passed on`() throws {
        let refused = try error("echo first >&2; echo 'Invalid data found' >&2; exit 1")
        #expect(refused?.code == .decodingFailed && refused?.message.contains("(Invalid data found)") ?? false)
        let partial = try error("printf 'P6\\n300 40\\n255\\nabc'; echo 'corrupt tile' >&2; exit 1")
        #expect(partial?.code == .decodingFailed)
        #expect(partial?.message.contains("stopped in the middle of it (corrupt tile)") ?? false)
        let other = try error("echo 'no picture at all'; exit 0")
        #expect(other?.code == .decodingFailed)
    }

    /// Every pixel comes, but the child says that something was wrong, or sends more than one picture.
    @Test(arguments: ["echo 'corrupt tile' >&2; exit 1", "echo 'corrupt tile' >&2; printf x", "kill -9 $$"])
    func `a whole answer counts only where it ends well`(end: String) throws {
        for size in ["2 1", "60 40"] {
            let count = size == "2 1" ? 6 : 7200
            let answer = "printf 'P6\\n\(size)\\n255\\n'; head -c \(count) /dev/zero"
            #expect(try error(answer) == nil)
            let refused = try error("\(answer); \(end)")
            #expect(refused?.code == .decodingFailed && refused?.message.contains("did not end well") ?? false)
            #expect(refused?.message.contains("corrupt tile") == end.contains("corrupt tile"))
        }
    }

    @Test func `an answer beyond the limits is refused before its pixels come`() throws {
        let error = try error("printf 'P6\\n30000 30000\\n255\\n'; exec sleep 600")
        #expect(error?.code == .tooLarge && error?.message.contains("30000×30000") ?? false)
    }
}
