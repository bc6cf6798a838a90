import Testing

@testable import Capture

@Suite struct SourceNameTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test func `one word names a source of any kind`() throws {
        let file = try scratch.file("a.wav", [0])
        func named(_ input: String, rate: Double? = nil, channels: Int? = nil) throws -> String {
            switch try SoundSourceOrder.named(input, rate: rate, channels: channels, realTime: true, existing: true) {
            case .microphone(let name, let rate, let channels):
                "microphone \(name) \(rate.map { "\($0)" } ?? "-") \(channels.map { "\($0)" } ?? "-")"
            case .file(let path, let realTime): "file \(path) \(realTime)"
            case .folder(let path, let existing): "folder \(path) \(existing)"
            case .stream(let address): "stream \(address)"
            case .rawInput(let format, let descriptor): "raw \(format.rate) \(format.channels) \(descriptor)"
            case .simulated: "simulated"
            }
        }
        #expect(try named("default") == "microphone default - -")
        #expect(try named("USB Audio", rate: 48_000, channels: 2) == "microphone USB Audio 48000.0 2")
        #expect(try named("mic:\(file)") == "microphone \(file) - -")
        #expect(try named(file) == "file \(file) true")
        #expect(try named("file://\(file)") == "file \(file) true")
        #expect(try named(scratch.path) == "folder \(scratch.path) true")
        #expect(try named("rtsp://camera/1") == "stream rtsp://camera/1")
        #expect(try named("-", rate: 16_000) == "raw 16000.0 1 0")
    }

    @Test func `what cannot be meant is refused`() {
        func refusal(_ body: () throws -> SoundSourceOrder) -> CaptureError.Code? {
            do {
                _ = try body()
                return nil
            } catch { return (error as? CaptureError)?.code }
        }
        #expect(refusal { try .named("-") } == .notUnderstood)
        #expect(refusal { try .named("./nowhere.wav") } == .sourceMissing)
        #expect(refusal { try .named("rtsp://") } == .notUnderstood)
        #expect(refusal { try .named("default", rate: 0) } == .notUnderstood)
        #expect(refusal { try .named("default", rate: .nan) } == .notUnderstood)
        #expect(refusal { try .named("default", channels: 0) } == .notUnderstood)
    }
}
