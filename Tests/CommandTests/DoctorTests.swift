import InspectionTypes
import Media
import Testing

@testable import wheeltapper

@Suite("The doctor")
struct DoctorTests {
    struct ProcessorCase: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var cpuinfo: String
        var name: String?
        var instructionSets: [String]
        var hasWideVectors: Bool
    }

    @Test(
        "reads the instruction sets out of /proc/cpuinfo",
        arguments: [
            ProcessorCase(
                testDescription: "x86",
                cpuinfo: """
                    processor\t: 0
                    model name\t: AMD EPYC
                    flags\t\t: fpu sse2 avx avx2 avx512f avx512_bf16
                    processor\t: 1
                    model name\t: another
                    """,
                name: "AMD EPYC", instructionSets: ["AVX2", "AVX-512", "AVX-512 BF16"], hasWideVectors: true
            ),
            ProcessorCase(
                testDescription: "ARM", cpuinfo: "processor\t: 0\nFeatures\t: fp asimd asimddp bf16\n", name: nil,
                instructionSets: ["NEON", "NEON dot product", "ARM BF16"], hasWideVectors: true
            ),
            ProcessorCase(
                testDescription: "an old one", cpuinfo: "flags\t: fpu sse2 avx2x", name: nil, instructionSets: [],
                hasWideVectors: false
            ),
        ])
    func processor(_ example: ProcessorCase) {
        let processor = Processor(cpuinfo: example.cpuinfo)
        #expect(processor.name == example.name)
        #expect(processor.instructionSets == example.instructionSets)
        #expect(processor.hasWideVectors == example.hasWideVectors)
        #expect(MachineChecks.instructionCheck(processor).state == (example.hasWideVectors ? .ok : .warning))
    }

    @Test("names each mapped library once, spaces in its path included")
    func loadedLibraries() {
        let libraries = LoadedLibraries(
            maps: """
                7f00-7f01 r-xp 00000000 08:01 12 /usr/lib/libsndfile.so.1.0.35
                7f01-7f02 r--p 00001000 08:01 12 /usr/lib/libsndfile.so.1.0.35
                7f02-7f03 rw-p 00000000 00:00 0
                7f03-7f04 r-xp 00000000 08:01 13 /opt/my tools/librsvg-2.so.2
                7f04-7f05 rw-p 00000000 00:00 0 [heap]
                """
        )
        #expect(libraries.paths == ["/usr/lib/libsndfile.so.1.0.35", "/opt/my tools/librsvg-2.so.2"])
        #expect(libraries.path(of: "libsndfile") == "/usr/lib/libsndfile.so.1.0.35")
        #expect(libraries.path(of: "librsvg") == "/opt/my tools/librsvg-2.so.2")
        #expect(libraries.path(of: "libsnd") == nil)
    }

    @Test("warns when memory is short", arguments: [(8_388_608, Check.State.ok), (1_048_576, .warning)])
    func memory(available: Int, state: Check.State) {
        let check = MachineChecks.memoryCheck(
            meminfo: "MemTotal: 16777216 kB\nMemFree: 1 kB\nMemAvailable: \(available) kB\n")
        #expect(check.state == state)
        #expect(check.detail.hasPrefix("16.0 GiB"))
        #expect((check.mend != nil) == (state == .warning))
    }

    @Test("names what can hear, and says what to do where nothing can")
    func microphones() {
        let there = SoundChecks.deviceCheck(["USB Audio", "default"], folder: .present)
        #expect(there == .ok("microphones", "USB Audio; default"))
        for (folder, word) in [
            (SoundFolder.absent, "--device /dev/snd"), (.forbidden, "group audio"), (.present, "plug one in"),
        ] {
            let check = SoundChecks.deviceCheck([], folder: folder)
            #expect(check.state == .warning && check.mend?.contains(word) ?? false)
        }
    }

    @Test("says which sound formats need ffmpeg, and misses it only then")
    func soundFormats() {
        func check(_ unread: [String], _ ffmpeg: String?) -> Check {
            SoundChecks.soundFileCheck(version: "libsndfile-1.0.31", path: nil, unread: unread, ffmpeg: ffmpeg)
        }
        #expect(check([], nil).state == .ok)
        #expect(check(["MP3"], "/usr/bin/ffmpeg").state == .ok)
        #expect(check(["MP3"], nil).state == .warning)
        #expect(check(["MP3"], nil).detail == "libsndfile-1.0.31: without MP3")
    }

    @Test("says what is not read without ffmpeg, sounds and pictures")
    func ffmpeg() {
        for check in [SoundChecks.ffmpegCheck(nil), SoundChecks.ffmpegCheck("/usr/bin/ffmpeg")] {
            for word in ["AAC", "BMP", "TIFF", "WebP"] { #expect(check.detail.contains(word)) }
        }
        #expect(SoundChecks.ffmpegCheck(nil).state == .warning)
    }

    @Test("packs a picture and reads it again, and says so where it comes back otherwise")
    func pictures() throws {
        let checks = PictureChecks.run()
        #expect(checks.map(\.name) == ["JPEG", "PNG"] && checks.allSatisfy { $0.state == .ok }, "\(checks)")
        #expect(checks[0].detail.contains("libturbojpeg") && checks[1].detail.hasPrefix("libpng 1."))
        func check(_ encode: (Picture) throws -> [UInt8]) -> Check {
            PictureChecks.formatCheck("PNG", library: "l", path: nil, package: "p", farthest: 0, encode: encode)
        }
        #expect(check { _ in [1, 2, 3] }.state == .missing)
        let other = Picture(width: 1, height: 1, colour: .grey, pixels: [0])
        #expect(check { _ in try PictureEncoder.png(other) }.detail.contains("another picture"))
        let levels = check { picture in
            var changed = picture
            changed.pixels[7] += 3
            return try PictureEncoder.png(changed)
        }
        #expect(levels.state == .missing && levels.detail.contains("3 levels off"))
        #expect(levels.mend == "apt-get install --reinstall p")
    }

    @Test("understands the trainer's answer")
    func trainer() throws {
        let answer =
            #"{"cuda_devices":1,"library":"/usr/lib/x86_64-linux-gnu/libtorch_cpu.so.1.13","threads":2,"version":"1.13.0"}"#
        let report = try #require(TrainerChecks.report(in: answer))
        let checks = TrainerChecks.checks(report, source: report.library.flatMap(TrainerChecks.source(of:)))
        #expect(
            checks.map(\.detail) == [
                "1.13.0, from the system's package, /usr/lib/x86_64-linux-gnu/libtorch_cpu.so.1.13",
                "1 device for training",
            ]
        )
        #expect(TrainerChecks.report(in: "error while loading shared libraries") == nil)
    }

    @Test("puts the mend under what is missing")
    func text() {
        let diagnosis = Diagnosis(topics: [
            .init(
                title: "Serving", checks: [.ok("engine", "here"), .missing("device", "none", mend: "run 'make setup'")])
        ])
        #expect(!diagnosis.isSound)
        #expect(
            diagnosis.text == """
                One thing is missing; its mend stands beside it.

                Serving
                  ✓ engine  here
                  ✗ device  none
                            → run 'make setup'
                """
        )
    }

    @Test("examines this machine: all that these tests needed to be built and run is there")
    func examination() {
        let diagnosis = Doctor.examine()
        let states = Dictionary(diagnosis.checks.map { ($0.name, $0.state) }, uniquingKeysWith: { first, _ in first })
        #expect(states["OpenVINO"] == .ok)
        #expect(states["device CPU"] == .ok)
        #expect(states["resampling"] == .ok)
        #expect(diagnosis.checks.allSatisfy { $0.state == .ok || $0.mend != nil || $0.state == .warning })
    }

    @Test("runs a program with its arguments taken literally")
    func childProcess() {
        #expect(TextFile.output(of: ["/bin/echo", "it's $HOME", "*"]) == "it's $HOME *\n")
        #expect(TextFile.output(of: ["/bin/false"]) == nil)
        #expect(TextFile.output(of: ["/nowhere/at all"]) == nil)
    }
}
