import Foundation
import InspectionTypes
import Testing

@testable import Capture

/// A script stands in for ffmpeg: what is tested is how the child is spoken to, lost and revived.
@Suite struct StreamSourceTests {
    let doorbell = Doorbell()
    let scratch: Scratch
    static let rate = 8000

    init() throws { scratch = try Scratch() }

    func open(
        _ script: String, url: String = "rtsp://me:secret@camera/sound", queueSeconds: Double = 60,
        silenceLimit: Double = 30, backOff: BackOff = BackOff(shortest: 0.01, longest: 0.05)
    ) throws -> SoundFeed {
        let options = SourceOptions(
            backOff: backOff, silenceLimit: silenceLimit, ffmpeg: try scratch.script("ffmpeg", script))
        return try SoundSources.open(
            .stream(url), name: "hall", queueSeconds: queueSeconds, wake: doorbell, options: options)
    }

    /// A stream's bytes in a file.
    func stream(_ name: String, _ channels: [[Float]], rate: Int = rate) throws -> String {
        try scratch.file(name, wave(channels, rate: rate, isStream: true))
    }

    func isAlive(_ process: pid_t) -> Bool { kill(process, 0) == 0 }

    func process(_ name: String) -> pid_t? { pid_t(scratch.text(name).trimmingCharacters(in: .whitespacesAndNewlines)) }

    @Test func `killed and revived twenty times: each time it comes back, and each gap is reported`() throws {
        let out = try stream("out", [ramp(4000)])
        // Three ways to go: killed while it sends, gone with an error, come to its end.
        let feed = try open(
            """
            n=$(cat '\(scratch.path("n"))' 2>/dev/null || echo 0)
            echo $((n + 1)) > '\(scratch.path("n"))'
            echo $$ > '\(scratch.path("pid"))'
            cat '\(out)'
            case $((n % 3)) in
            0) exec sleep 600;;
            1) echo 'Connection reset by peer' >&2; exit 1;;
            esac
            """)
        let listener = Listener(feed, doorbell)
        for times in 1...21 {
            #expect(listener.take { $0.samples().count >= 4000 * times })
            if (times - 1) % 3 == 0, times < 21, let child = process("pid") { kill(child, SIGKILL) }
        }
        feed.stop()
        let items = listener.takeAll()
        let heard = items.samples()
        #expect(isTrue(heard.prefix(21 * 4000) == ArraySlice((0..<21).flatMap { _ in ramp(4000) })))
        let gaps = items.gaps.prefix(20)
        #expect(gaps.count == 20 && gaps.allSatisfy { $0.reason == .disconnected })
        #expect(gaps.allSatisfy { ($0.frames ?? -1) >= 0 && $0.seconds >= 0.01 }, "\(gaps)")
        #expect(items.openings.count >= 21 && items.disconnections.count >= 20)
        #expect(items.isCountedRight)
        let counters = feed.counters
        #expect(counters.reconnections >= 20 && counters.disconnections >= 20)
        #expect(counters.lost == 0 && counters.missed == items.gaps.reduce(0) { $0 + ($1.frames ?? 0) })
        let reasons = items.disconnections.map(\.reason)
        #expect(reasons[0].contains("killed by signal 9"), "\(reasons[0])")
        #expect(reasons[1].contains("ended with status 1: Connection reset by peer"), "\(reasons[1])")
        #expect(reasons[2].contains("came to its end"), "\(reasons[2])")
    }

    @Test func `a stream that hangs is ended and sought again`() throws {
        let out = try stream("out", [ramp(500)])
        let feed = try open(
            "echo $$ >> '\(scratch.path("pids"))'; cat '\(out)'; echo 'RTP timeout' >&2; exec sleep 600",
            silenceLimit: 0.3)
        let listener = Listener(feed, doorbell)
        #expect(listener.take { $0.samples().count >= 1000 })
        let first = scratch.text("pids").split(separator: "\n").first.flatMap { pid_t($0) }
        #expect(!isAlive(try #require(first)))
        let reason = listener.items.disconnections.first?.reason ?? ""
        #expect(reason.contains("gave nothing for 0.3 s") && reason.contains("RTP timeout"), "\(reason)")
        feed.stop()
    }

    @Test func `one that never begins is ended as well, and nothing is said to be open`() throws {
        let feed = try open("exec sleep 600", silenceLimit: 0.1)
        let listener = Listener(feed, doorbell)
        #expect(listener.take { $0.disconnections.count >= 2 })
        feed.stop()
        #expect(listener.takeAll().story == ["disconnected", "ended"])
    }

    @Test func `stop ends the child and what it has started`() throws {
        let out = try stream("out", [ramp(500)])
        let feed = try open(
            "sleep 600 & echo $! > '\(scratch.path("grandchild"))'; echo $$ > '\(scratch.path("pid"))'; cat '\(out)'; wait"
        )
        let listener = Listener(feed, doorbell)
        #expect(listener.take { !$0.samples().isEmpty })
        let child = try #require(process("pid")), grandchild = try #require(process("grandchild"))
        #expect(isAlive(child))
        feed.stop()
        #expect(!isAlive(child))
        // Nobody's child any more: it goes in its own time, or stays as a dead entry where no one collects it.
        var left = 60_000
        while let state = scratch.state(of: grandchild), !"ZX".contains(state), left > 0 {
            usleep(10_000)
            left -= 10
        }
        #expect(left > 0)
        #expect(listener.takeAll().last == .ended)
    }

    @Test func `stop ends the wait for another attempt`() throws {
        let feed = try open("exit 1", backOff: BackOff(shortest: 3600, longest: 3600))
        let listener = Listener(feed, doorbell)
        #expect(listener.take { $0.disconnections.count == 1 })
        #expect(listener.items.disconnections[0].retryIn == 3600)
        feed.stop()
        #expect(listener.takeAll().last == .ended)
    }

    @Test func `after the first time the same rate and channels are asked for, and another format is refused`() throws {
        _ = try stream("out1", [ramp(500), ramp(500, from: 900)], rate: 44_100)
        _ = try stream("out2", [ramp(500)], rate: 22_050)
        _ = try stream("out3", [ramp(300), ramp(300)], rate: 44_100)
        let feed = try open(
            """
            n=$(cat '\(scratch.path("n"))' 2>/dev/null || echo 0)
            n=$((n + 1)); echo $n > '\(scratch.path("n"))'
            printf '%s\\n' "$@" > '\(scratch.path("arguments"))'$n
            cat '\(scratch.path("out"))'$n
            """)
        let listener = Listener(feed, doorbell)
        #expect(listener.take { $0.samples().count >= 800 })
        feed.stop()
        func arguments(_ number: Int) -> [String] {
            scratch.text("arguments\(number)").split(separator: "\n").map(String.init)
        }
        #expect(!arguments(1).contains("-ar") && !arguments(1).contains("-ac"))
        #expect(arguments(1).contains("-nostdin") && arguments(1).contains("rtsp://me:secret@camera/sound"))
        for number in [2, 3] {
            let words = arguments(number)
            #expect(words.firstIndex(of: "-ar").map { words[$0 + 1] } == "44100")
            #expect(words.firstIndex(of: "-ac").map { words[$0 + 1] } == "2")
        }
        let items = listener.items
        #expect(isTrue(items.samples(1).prefix(800) == ArraySlice(ramp(500, from: 900) + ramp(300))))
        #expect(items.openings.allSatisfy { $0.sampleRate == 44_100 && $0.channelCount == 2 })
        #expect(
            items.disconnections.contains {
                $0.reason.contains("22050 Hz and 1 channel instead of 44100 Hz and 2 channels")
            })
    }

    @Test func `passwords are not shown`() throws {
        let out = try stream("out", [ramp(500)])
        let feed = try open("cat '\(out)'; echo 'cannot open rtsp://me:secret@camera/sound: 401' >&2; exit 1")
        let listener = Listener(feed, doorbell)
        #expect(listener.take { !$0.disconnections.isEmpty })
        feed.stop()
        #expect(!"\(listener.items)".contains("secret"))
        #expect(listener.items.openings.first?.description.hasPrefix("rtsp://…@camera/sound: 8000 Hz") ?? false)
        #expect(listener.items.disconnections[0].reason.contains("401"))
    }

    @Test func `what comes faster than real time waits, and is not lost`() throws {
        let out = try stream("out", [ramp(160_000)])
        let feed = try open("cat '\(out)'; exec sleep 600", queueSeconds: 2)
        let listener = Listener(feed, doorbell, maxFrames: 500)
        #expect(listener.take { $0.samples().count >= 160_000 })
        feed.stop()
        #expect(isTrue(listener.items.samples() == ramp(160_000)))
        #expect(feed.counters.lost == 0)
    }

    @Test func `what is no sound is said`() throws {
        let feed = try open("head -c 100000 /dev/zero")
        let listener = Listener(feed, doorbell)
        #expect(listener.take { !$0.disconnections.isEmpty })
        feed.stop()
        #expect(listener.items.disconnections[0].reason.contains("no WAVE stream"))
    }

    @Test func `without ffmpeg that is an error, with the mend`() {
        let options = SourceOptions(ffmpeg: nil)
        #expect {
            try SoundSources.open(.stream("http://u:p@radio/x"), name: "radio", wake: doorbell, options: options)
        } throws: {
            let error = $0 as? CaptureError
            return error?.code == .decoderMissing && error?.message.contains("apt-get install ffmpeg") ?? false
                && !(error?.message.contains("u:p") ?? true)
        }
    }

    @Test func `an ffmpeg that cannot be started is said, and tried again`() throws {
        let options = SourceOptions(backOff: BackOff(shortest: 0.01, longest: 0.01), ffmpeg: scratch.path("none"))
        let feed = try SoundSources.open(.stream("http://radio/x"), name: "radio", wake: doorbell, options: options)
        let listener = Listener(feed, doorbell)
        #expect(listener.take { $0.disconnections.count >= 2 })
        feed.stop()
        #expect(listener.items.disconnections[0].reason.contains("cannot be started"))
    }
}

extension Scratch {
    /// The state letter of a process, `nil` where there is none.
    func state(of process: pid_t) -> Character? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return nil }
        return text.split(separator: ")").last?.first { $0 != " " }
    }
}
