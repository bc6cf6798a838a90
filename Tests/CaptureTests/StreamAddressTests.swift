import Testing

@testable import Capture

@Suite struct StreamAddressTests {
    struct Example: Sendable {
        var text: String
        var shown: String
    }

    @Test(arguments: [
        Example(text: "rtsp://admin:s3cret@10.0.0.7:554/live", shown: "rtsp://…@10.0.0.7:554/live"),
        Example(text: "http://radio.example/a@b.mp3?x=1@2", shown: "http://radio.example/a@b.mp3?x=1@2"),
        Example(text: "http://user:p@ss@host/x", shown: "http://…@host/x"),
        Example(text: "udp://239.0.0.1:5004", shown: "udp://239.0.0.1:5004"),
    ])
    func `it is shown without name and password`(_ example: Example) throws {
        let address = try StreamAddress(example.text)
        #expect(address.shown == example.shown)
        #expect(address.masked("error opening \(example.text): refused") == "error opening \(example.shown): refused")
    }

    @Test(arguments: ["microphone", "/home/x/a.wav", "://host", "http://", "a b://host", "", "file:///tmp/a.wav"])
    func `what is no address is refused`(text: String) {
        #expect { try StreamAddress(text) } throws: { ($0 as? CaptureError)?.code == .notUnderstood }
    }
}
