import ArgumentParser
import Capture

/// `wheeltapper devices`: the microphones and cameras of this machine.
struct DevicesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devices",
        abstract: "List the microphones and cameras of this machine.",
        discussion: """
            Each microphone is tried for a moment with the usual sample rates; one that another program holds shows none.
            The number, the name or a part of the name that no other has goes after 'listen --input', and of cameras after 'watch --input'.
            """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, json
    }

    @Option(help: "table for people, json for programs.")
    var format: Format = .table

    func run() throws {
        let cameras = Camera.list().map(CameraRow.init)
        let devices: [DeviceRow]
        do {
            devices = try SoundDevices.list().map { device in
                DeviceRow(device, rates: try SoundDevices.rates(of: device, channels: 1))
            }
        } catch  where format == .table && !cameras.isEmpty {
            // A machine that only sees needs no sound system.
            Console.error("wheeltapper: \(error)")
            return Console.out(CameraRow.text(cameras))
        }
        switch format {
        case .table:
            Console.out(DeviceRow.text(devices, folder: SoundFolder.current) + "\n\n" + CameraRow.text(cameras))
        case .json: Console.out(try JSONLine.encode(DeviceList(devices: devices, cameras: cameras), pretty: true))
        }
    }
}
