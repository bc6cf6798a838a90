import Capture
import Foundation
import Testing

@testable import wheeltapper

@Suite struct DevicesCommandTests {
    @Test func `microphones are listed with what they do`() {
        let device = SoundDevice(
            number: 4, name: "USB Audio: - (hw:1,0)", host: "ALSA", channelCount: 1, defaultRate: 44_100)
        let other = SoundDevice(
            number: 12, name: "default", host: "ALSA", channelCount: 32, defaultRate: 48_000, isDefault: true)
        let rows = [DeviceRow(device, rates: [16_000, 22_050, 44_100]), DeviceRow(other, rates: [])]
        #expect(
            DeviceRow.text(rows, folder: .present) == """
                number  name                   channels  default rate  rates (kHz)              through
                     4  USB Audio: - (hw:1,0)         1      44.1 kHz  16 22.05 44.1            ALSA
                    12  default (default)            32        48 kHz  none now: is it in use?  ALSA
                """)
        #expect(
            DeviceRow.text([], folder: .absent).hasPrefix("No microphone is to be found: this machine has no sound"))
    }

    @Test func `cameras are listed by their places`() {
        let rows = [CameraRow(Camera(path: "/dev/video0", name: "HD Webcam"))]
        #expect(CameraRow.text(rows) == "camera       name\n/dev/video0  HD Webcam")
        #expect(CameraRow.text([]).hasPrefix("No camera is to be found"))
    }

    /// ALSA's own plug-in is a microphone that hears nothing.
    @Test func `the command lists what ALSA has, and nothing else is written`() throws {
        let scratch = try Scratch()
        let settings = scratch.path("asound.conf")
        try Data("pcm.default { type null }\npcm.hall { type null }\n".utf8).write(to: URL(filePath: settings))
        let outcome = try CommandLineRunner.run(
            ["devices", "--format", "json"], environment: ["ALSA_CONFIG_PATH": settings])
        #expect(outcome.status == 0 && outcome.errors == "", "\(outcome.errors)")
        let page = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: [[String: Any]]]
        let devices = try #require(page?["devices"])
        let hall = try #require(devices.first { $0["name"] as? String == "hall" })
        #expect(hall["host"] as? String == "ALSA")
        #expect((hall["rates"] as? [Double])?.contains(16_000) ?? false)
        #expect(devices.count { $0["is_default"] as? Bool == true } == 1)
        let table = try CommandLineRunner.run(["devices"], environment: ["ALSA_CONFIG_PATH": settings])
        #expect(table.output.contains("hall") && table.output.contains("(default)"))
    }

    @Test func `where there is no microphone, that is said in words, and is no error`() throws {
        let scratch = try Scratch()
        let settings = scratch.path("asound.conf")
        try Data("pcm.default { type nothing_that_exists }\n".utf8).write(to: URL(filePath: settings))
        // With cards in this machine ALSA finds them whatever its settings say.
        guard !FileManager.default.fileExists(atPath: "/proc/asound/cards") else { return }
        let environment = ["ALSA_CONFIG_PATH": settings]
        let outcome = try CommandLineRunner.run(["devices"], environment: environment)
        #expect(outcome.status == 0 && outcome.errors == "")
        #expect(outcome.output.contains("No microphone is to be found") && outcome.output.contains("/dev/snd"))
        let json = try CommandLineRunner.run(["devices", "--format", "json"], environment: environment)
        let page = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: [[String: Any]]]
        #expect(page?["devices"]?.isEmpty ?? false)
    }

    /// As in an image that holds libasound2 and not its settings; PortAudio would abort the program.
    @Test func `where ALSA has no settings, that is said with the mend`() throws {
        let outcome = try CommandLineRunner.run(["devices"], environment: ["ALSA_CONFIG_PATH": "/nowhere/asound.conf"])
        #expect(outcome.status == 1 && outcome.output == "")
        #expect(outcome.errors.contains("libasound2-data"), "\(outcome.errors)")
    }
}
