import ArgumentParser
import Capture

/// `wheeltapper devices`: the microphones of this machine.
struct DevicesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devices",
        abstract: "List the microphones of this machine, and what each can do.",
        discussion: """
            Each is tried for a moment with the usual sample rates; one that another program holds shows none.
            The number, the name or a part of the name that no other has goes after 'listen --input'.
            """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, json
    }

    @Option(help: "table for people, json for programs.")
    var format: Format = .table

    func run() throws {
        let devices = try SoundDevices.list().map { device in
            DeviceRow(device, rates: try SoundDevices.rates(of: device, channels: 1))
        }
        switch format {
        case .table: Console.out(DeviceRow.text(devices, folder: SoundFolder.current))
        case .json: Console.out(try JSONLine.encode(DeviceList(devices: devices), pretty: true))
        }
    }
}
