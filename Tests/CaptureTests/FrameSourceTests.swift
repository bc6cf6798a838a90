import Foundation
import InspectionTypes
import Media
import Testing

@testable import Capture

@Suite struct FrameSourceTests {
    let doorbell = Doorbell()
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    func open(_ order: FrameSourceOrder, rate: FrameRate = FrameRate(), options: SourceOptions? = nil) throws
        -> FrameFeed
    {
        try FrameSources.open(
            order, name: "gate", rate: rate, wake: doorbell,
            options: options ?? SourceOptions(scanInterval: 0.05, settleTime: 0.2, ffmpeg: nil))
    }

    /// As standard input would be; no child inherits the writer's end, or its end would never come.
    func pipe() -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [0, 0]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        #expect(socketpair(AF_UNIX, kind, 0, &ends) == 0)
        return (ends[0], ends[1])
    }

    func write(_ bytes: [UInt8], to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    // MARK: Standard input

    @Test func `every frame of standard input is handed over where that is wished`() throws {
        let (reading, writing) = pipe()
        defer { close(reading) }
        let pictures = try (0..<20).map { try Jpeg.picture(UInt64($0)) }
        let feed = try open(.input(everyFrame: true, descriptor: reading), rate: FrameRate(asked: 4))
        _ = try SourceThread(name: "writer") { [self] in
            for picture in pictures { write(picture, to: writing) }
            close(writing)
        }
        let items = Viewer(feed, doorbell).takeAll()
        #expect(items.frames.map(\.bytes) == pictures)
        #expect(items.frames.map(\.position) == (0..<20).map { Double($0) / 4 })
        #expect(feed.counters.lost == 0 && !feed.isLive && items.openings.count == 1)
    }

    @Test func `standard input is live by default: its writer never waits, and the last frame is seen`() throws {
        let (reading, writing) = pipe()
        defer { close(reading) }
        let pictures = try (0..<40).map { try Jpeg.picture(UInt64($0), width: 320, height: 240) }
        let feed = try open(.input(descriptor: reading))
        // Far more than a pipe holds, and nobody takes a frame meanwhile.
        for picture in pictures { write(picture, to: writing) }
        close(writing)
        let items = Viewer(feed, doorbell).takeAll()
        #expect(items.frames.last?.bytes == pictures.last && items.frames.last?.number == 39)
        let counters = feed.counters
        #expect(counters.captured == 40 && counters.lost > 0 && counters.delivered + counters.lost == 40)
    }

    @Test func `damaged frames are counted and left out`() throws {
        let (reading, writing) = pipe()
        defer { close(reading) }
        let pictures = try (0..<3).map { try Jpeg.picture(UInt64($0)) }
        let feed = try open(.input(everyFrame: true, descriptor: reading))
        write(pictures[0] + pictures[1].dropLast(50) + pictures[2] + pictures[1].prefix(30), to: writing)
        close(writing)
        let items = Viewer(feed, doorbell).takeAll()
        #expect(items.frames.map(\.bytes) == [pictures[0], pictures[2]])
        #expect(feed.counters.damaged == 2)
        #expect(items.notices.contains { $0.contains("2 pictures broke off") })
    }

    @Test(arguments: [
        (
            bytes: Array("RIFF....WAVE".utf8) + [UInt8](repeating: 7, count: 70_000),
            words: "neither JPEG pictures nor H.264"
        ),
        (bytes: [0xFF, 0xD8, 0xFF, 0xE0] as [UInt8], words: "without one whole picture"),
        (bytes: [0, 0, 0, 1, 0x67, 1, 2, 3], words: "ffmpeg"),
    ]) func `what is no stream of pictures is said`(_ example: (bytes: [UInt8], words: String)) throws {
        let (reading, writing) = pipe()
        defer { close(reading) }
        let feed = try open(.input(descriptor: reading))
        write(example.bytes, to: writing)
        close(writing)
        let items = Viewer(feed, doorbell).takeAll()
        #expect(items.unreadable.first?.reason.contains(example.words) ?? false, "\(items)")
        #expect(items.frames.isEmpty)
    }

    @Test func `what coding a stream has is told by its first bytes`() {
        func coding(_ bytes: [UInt8]) -> FrameSourceOrder.Coding? { .init(opening: bytes) }
        #expect(coding([0, 0, 0, 1, 0x67, 0x42]) == .h264)
        #expect(coding([0, 0, 1, 0x09, 0x10]) == .h264)
        #expect(coding([0, 0, 0, 1, 0xE7]) == nil)
        #expect(coding([0, 0, 0, 0, 1, 0x67]) == nil)
        #expect(coding([0xFF, 0xD8, 0xFF]) == .mjpeg)
        #expect(coding(Array("--frame\r\n\r\n".utf8) + [0xFF, 0xD8, 0xFF]) == .mjpeg)
        #expect(coding([0x47, 0x40]) == nil)
    }

    /// A script stands in for ffmpeg: it must get the very bytes of standard input, and its pictures must come back.
    @Test func `H-264 goes through ffmpeg, to its end`() throws {
        let (reading, writing) = pipe()
        defer { close(reading) }
        let pictures = try (0..<3).map { try Jpeg.picture(UInt64($0)) }
        let out = try scratch.file("out", pictures.flatMap { $0 })
        let program = try scratch.script(
            "ffmpeg", "printf '%s ' \"$@\" > '\(scratch.path("words"))'; cat > '\(scratch.path("in"))'; cat '\(out)'")
        let film: [UInt8] = [0, 0, 0, 1, 0x67] + (0..<300_000).map { UInt8($0 % 251) }
        let feed = try open(
            .input(everyFrame: true, descriptor: reading), options: SourceOptions(ffmpeg: program))
        _ = try SourceThread(name: "writer") { [self] in
            write(film, to: writing)
            close(writing)
        }
        let items = Viewer(feed, doorbell).takeAll()
        #expect(items.frames.map(\.bytes) == pictures)
        #expect(try Data(contentsOf: URL(filePath: scratch.path("in"))) == Data(film))
        let words = scratch.text("words")
        #expect(words.contains("-f h264 -i pipe:0") && words.contains("-vf fps=10"), "\(words)")
    }

    @Test func `an ffmpeg that fails on standard input is said with its reason`() throws {
        let (reading, writing) = pipe()
        defer { close(reading) }
        let program = try scratch.script("ffmpeg", "echo 'no frame!' >&2; exit 1")
        let feed = try open(.input(.h264, descriptor: reading), options: SourceOptions(ffmpeg: program))
        write([1, 2, 3], to: writing)
        let items = Viewer(feed, doorbell).takeAll()
        close(writing)
        #expect(items.unreadable.first?.reason.contains("status 1: no frame!") ?? false, "\(items)")
    }

    @Test func `stop ends a source whose writer sends nothing`() throws {
        let (reading, writing) = pipe()
        defer {
            close(reading)
            close(writing)
        }
        let program = try scratch.script("ffmpeg", "echo $$ > '\(scratch.path("pid"))'; exec cat > /dev/null")
        let feed = try open(.input(.h264, descriptor: reading), options: SourceOptions(ffmpeg: program))
        var process: pid_t?
        while process == nil {
            usleep(10_000)
            process = pid_t(scratch.text("pid").trimmingCharacters(in: .whitespacesAndNewlines))
        }
        feed.stop()
        #expect(Viewer(feed, doorbell).takeAll().last == .ended)
        #expect(kill(try #require(process), 0) != 0)
    }

    // MARK: Folders and files

    @Test func `a folder's pictures are handed over as they become complete, nothing else, and none twice`() throws {
        try scratch.file("old.jpg", try Jpeg.picture(100))
        let feed = try open(.folder(scratch.path))
        let viewer = Viewer(feed, doorbell)
        #expect(viewer.take { !$0.openings.isEmpty })
        let pictures = try (0..<5).map { try Jpeg.picture(UInt64($0)) }
        for (number, picture) in pictures.enumerated() {
            // Written in two goes, as a slow camera does.
            let path = scratch.path("\(number).jpg")
            let file = fopen(path, "w")
            fwrite(Array(picture.prefix(100)), 1, 100, file)
            fflush(file)
            usleep(20_000)
            fwrite(Array(picture.dropFirst(100)), 1, picture.count - 100, file)
            fclose(file)
            try scratch.file("\(number).txt", [1])
        }
        #expect(viewer.take { $0.frames.count >= 5 })
        usleep(300_000)
        feed.stop()
        let frames = viewer.takeAll().frames
        #expect(Set(frames.compactMap(\.file)) == Set((0..<5).map { scratch.path("\($0).jpg") }))
        #expect(frames.count == 5 && frames.allSatisfy { frame in pictures.contains(frame.bytes) })
        #expect(feed.counters.recordings == 5 && !feed.isLive)
    }

    @Test func `what is there already is seen where that is wished, and what cannot be read is named`() throws {
        let picture = try Jpeg.picture(1)
        try scratch.file("a.jpg", picture)
        try scratch.file("b.png", try PictureEncoder.png(PictureFile.decode(picture, name: "a")))
        symlink("/nowhere/at/all.jpg", scratch.path("c.jpg"))
        let feed = try open(.folder(scratch.path, existing: true))
        let viewer = Viewer(feed, doorbell)
        #expect(viewer.take { $0.frames.count >= 2 })
        feed.stop()
        #expect(Set(viewer.takeAll().frames.compactMap(\.file)) == [scratch.path("a.jpg"), scratch.path("b.png")])
    }

    @Test func `a file is a picture, pictures one behind the other, or a film`() throws {
        let pictures = try (0..<3).map { try Jpeg.picture(UInt64($0)) }
        try scratch.file("a.jpg", pictures[0])
        try scratch.file("a.mjpeg", pictures.flatMap { $0 })
        try scratch.file("a.mp4", [0, 0, 0, 24] + Array("ftypisom".utf8))
        let single = Viewer(try open(.file(scratch.path("a.jpg"))), doorbell).takeAll()
        #expect(single.frames.map(\.bytes) == [pictures[0]] && single.frames[0].file == scratch.path("a.jpg"))
        let row = Viewer(try open(.file(scratch.path("a.mjpeg")), rate: FrameRate(asked: 5)), doorbell).takeAll()
        #expect(row.frames.map(\.bytes) == pictures && row.frames.map(\.position) == [0, 0.2, 0.4])
        #expect(row.openings.first?.recording == scratch.path("a.mjpeg"))
        #expect(row.contains(.recordingEnded(scratch.path("a.mjpeg"))))
        let out = try scratch.file("out", pictures.flatMap { $0 })
        let program = try scratch.script("ffmpeg", "printf '%s ' \"$@\" > '\(scratch.path("words"))'; cat '\(out)'")
        let options = SourceOptions(ffmpeg: program)
        let film = Viewer(try open(.file(scratch.path("a.mp4")), rate: FrameRate(asked: 2), options: options), doorbell)
            .takeAll()
        #expect(film.frames.map(\.bytes) == pictures && film.frames.map(\.position) == [0, 0.5, 1])
        let words = scratch.text("words")
        #expect(words.contains("file:\(scratch.path("a.mp4"))") && words.contains("fps=2"), "\(words)")
        #expect { try open(.file(scratch.path("a.mp4"))) } throws: {
            ($0 as? CaptureError)?.code == .decoderMissing
        }
        #expect { try open(.file(scratch.path("none.mp4"))) } throws: {
            ($0 as? CaptureError)?.code == .sourceMissing
        }
    }

    @Test func `a film that ffmpeg cannot read to its end is said`() throws {
        let out = try scratch.file("out", try Jpeg.picture(1))
        let path = try scratch.file("a.mp4", [1])
        let program = try scratch.script("ffmpeg", "cat '\(out)'; echo 'moov atom not found' >&2; exit 1")
        let items = Viewer(try open(.file(path), options: SourceOptions(ffmpeg: program)), doorbell).takeAll()
        #expect(items.frames.count == 1)
        #expect(items.unreadable.first?.reason.contains("moov atom not found") ?? false)
    }

    // MARK: Cameras and streams

    @Test func `a camera's stream that is killed twenty times comes back each time, and each gap is reported`() throws {
        let pictures = try (0..<3).map { try Jpeg.picture(UInt64($0)) }
        let out = try scratch.file("out", pictures.flatMap { $0 })
        let program = try scratch.script(
            "ffmpeg",
            """
            n=$(cat '\(scratch.path("n"))' 2>/dev/null || echo 0)
            echo $((n + 1)) > '\(scratch.path("n"))'
            echo $$ > '\(scratch.path("pid"))'
            cat '\(out)'
            case $((n % 3)) in
            0) exec sleep 600;;
            1) echo 'rtsp://me:secret@camera refused' >&2; exit 1;;
            esac
            """)
        let options = SourceOptions(backOff: BackOff(shortest: 0.01, longest: 0.05), silenceLimit: 30, ffmpeg: program)
        let feed = try open(.stream("rtsp://me:secret@camera/live"), options: options)
        let viewer = Viewer(feed, doorbell)
        for times in 1...21 {
            #expect(viewer.take { $0.openings.count >= times && feed.counters.captured >= 3 * times })
            if (times - 1) % 3 == 0, times < 21 {
                let process = pid_t(scratch.text("pid").trimmingCharacters(in: .whitespacesAndNewlines))
                kill(try #require(process), SIGKILL)
            }
        }
        feed.stop()
        let items = viewer.takeAll()
        #expect(items.gaps.count >= 20 && items.gaps.allSatisfy { $0 >= 0.01 })
        #expect(items.disconnections.count >= 20)
        let counters = feed.counters
        #expect(counters.reconnections >= 20 && counters.disconnections >= 20)
        #expect(counters.captured == counters.delivered + counters.lost)
        #expect(items.frames.allSatisfy { pictures.contains($0.bytes) })
        #expect(items.disconnections[0].contains("killed by signal 9"))
        #expect(!"\(items)".contains("secret") && items.disconnections[1].contains("refused"))
        let positions = items.frames.map(\.position)
        #expect(positions == positions.sorted() && feed.isLive)
    }

    @Test func `a camera that is not there is an error, or waited for`() throws {
        let program = try scratch.script("ffmpeg", "echo 'no such device' >&2; exit 1")
        let path = scratch.path("video7")
        #expect { try open(.camera(path), options: SourceOptions(ffmpeg: program)) } throws: {
            let error = $0 as? CaptureError
            return error?.code == .deviceMissing && error?.message.contains("--device \(path)") ?? false
        }
        let waiting = SourceOptions(
            backOff: BackOff(shortest: 0.01, longest: 0.01), waitsForDevice: true, ffmpeg: program)
        let feed = try open(.camera(path), options: waiting)
        let viewer = Viewer(feed, doorbell)
        #expect(viewer.take { $0.disconnections.count >= 2 })
        feed.stop()
        #expect(viewer.items.disconnections[0].contains("no such device"))
        try scratch.file("video8", [])
        #expect { try open(.camera(scratch.path("video8"))) } throws: {
            ($0 as? CaptureError)?.code == .decoderMissing
        }
    }

    @Test func `a stream that hangs is ended and sought again`() throws {
        let out = try scratch.file("out", try Jpeg.picture(1))
        let program = try scratch.script(
            "ffmpeg", "echo $$ >> '\(scratch.path("pids"))'; cat '\(out)'; exec sleep 600")
        let options = SourceOptions(backOff: BackOff(shortest: 0.01, longest: 0.01), silenceLimit: 0.2, ffmpeg: program)
        let feed = try open(.stream("http://camera/live"), options: options)
        let viewer = Viewer(feed, doorbell)
        #expect(viewer.take { $0.openings.count >= 2 })
        feed.stop()
        #expect(viewer.items.disconnections.first?.contains("gave nothing for 0.2 s") ?? false)
    }

    @Test func `cameras are listed by number and chosen by what names them`() throws {
        for (number, name) in [(0, "HD Webcam"), (1, "HD Webcam"), (10, "Line scanner"), (2, "Other")] {
            try FileManager.default.createDirectory(
                atPath: scratch.path("video\(number)"), withIntermediateDirectories: true)
            try scratch.file("video\(number)/name", Array((name + "\n").utf8))
        }
        try scratch.file("v4l-subdev0", [])
        let cameras = Camera.list(in: scratch.path)
        #expect(cameras.map(\.path) == ["/dev/video0", "/dev/video1", "/dev/video2", "/dev/video10"])
        #expect(cameras[0].name == "HD Webcam")
        #expect(try Camera.chosen("default", among: cameras).path == "/dev/video0")
        #expect(try Camera.chosen("scanner", among: cameras).path == "/dev/video10")
        #expect(try Camera.chosen("webcam", among: cameras).path == "/dev/video0")
        #expect(try Camera.chosen("2", among: cameras).path == "/dev/video2")
        #expect { try Camera.chosen("e", among: cameras) } throws: { ($0 as? CaptureError)?.code == .deviceAmbiguous }
        #expect { try Camera.chosen("drone", among: cameras) } throws: {
            let error = $0 as? CaptureError
            return error?.code == .deviceMissing && error?.message.contains("Line scanner") ?? false
        }
        #expect(Camera.list(in: scratch.path("nothing")).isEmpty)
    }
}
