import Testing

@testable import Capture

@Suite struct DeviceChoiceTests {
    static let devices = [
        SoundDevice(
            number: 0, name: "HDA Intel: ALC257 Analog (hw:0,0)", host: "ALSA", channelCount: 2, defaultRate: 48_000),
        SoundDevice(number: 4, name: "USB Audio: - (hw:1,0)", host: "ALSA", channelCount: 1, defaultRate: 44_100),
        SoundDevice(number: 5, name: "USB Audio: - (hw:2,0)", host: "ALSA", channelCount: 1, defaultRate: 44_100),
        SoundDevice(number: 9, name: "default", host: "ALSA", channelCount: 32, defaultRate: 44_100, isDefault: true),
    ]

    struct Example: Sendable {
        var wish: String
        var number: Int
    }

    @Test(arguments: [
        Example(wish: "default", number: 9), Example(wish: "", number: 9), Example(wish: "4", number: 4),
        Example(wish: "alc257", number: 0), Example(wish: "hw:2,0", number: 5),
        Example(wish: "usb audio: - (HW:1,0)", number: 4),
    ])
    func `a device is meant by number, name, part of the name or as the default`(_ example: Example) throws {
        #expect(try SoundDevice.chosen(example.wish, among: Self.devices).number == example.number)
    }

    @Test func `a whole name goes before a part of another`() throws {
        let devices = [
            SoundDevice(number: 1, name: "Mic 2", host: "ALSA", channelCount: 1, defaultRate: 48_000),
            SoundDevice(number: 2, name: "Mic", host: "ALSA", channelCount: 1, defaultRate: 48_000),
        ]
        #expect(try SoundDevice.chosen("mic", among: devices).number == 2)
    }

    @Test func `what is meant by nobody, or by two, is refused with the names`() {
        #expect { try SoundDevice.chosen("usb", among: Self.devices) } throws: {
            let error = $0 as? CaptureError
            return error?.code == .deviceAmbiguous && error?.message.contains("hw:1,0") ?? false
                && error?.message.contains("hw:2,0") ?? false
        }
        #expect { try SoundDevice.chosen("Neumann", among: Self.devices) } throws: {
            let error = $0 as? CaptureError
            return error?.code == .deviceMissing && error?.message.contains("ALC257") ?? false
        }
        #expect { try SoundDevice.chosen("default", among: []) } throws: {
            ($0 as? CaptureError)?.code == .deviceMissing
        }
    }

    @Test func `after it was gone a device is known in another socket, unless it has a twin`() {
        let (analog, first, second) = (Self.devices[0], Self.devices[1], Self.devices[2])
        var moved = analog
        (moved.number, moved.name) = (7, "HDA Intel: ALC257 Analog (hw:3,0)")
        #expect(analog.found(among: [first, moved])?.number == 7)
        #expect(first.found(among: [second, first])?.number == first.number)
        var elsewhere = first
        elsewhere.name = "USB Audio: - (hw:5,0)"
        #expect(elsewhere.found(among: [first, second]) == nil, "two are alike")
        #expect(elsewhere.found(among: [second])?.number == second.number)
    }
}
