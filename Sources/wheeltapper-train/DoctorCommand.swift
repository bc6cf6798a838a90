import ArgumentParser
import FoundationEssentials
import Training

#if canImport(Musl)
import Musl
#else
import Glibc
#endif

/// `wheeltapper-train doctor`: which libtorch this program runs on, as one JSON object that `wheeltapper doctor` reads.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Say which libtorch is in use, as JSON.", shouldDisplay: false
    )

    private struct Report: Encodable {
        var version = Libtorch.version
        var threads = Libtorch.threadCount
        var cudaDevices = Libtorch.isCUDAAvailable ? Libtorch.cudaDeviceCount : 0
        var library = DoctorCommand.loadedLibrary
    }

    func run() throws {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        print(String(decoding: try encoder.encode(Report()), as: UTF8.self))
    }

    /// The file that libtorch was loaded from, out of this process's memory map.
    private static var loadedLibrary: String? {
        guard let maps = fopen("/proc/self/maps", "r") else { return nil }
        defer { fclose(maps) }
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(line) }
        while getline(&line, &capacity, maps) > 0 {
            guard let text = line.map({ String(cString: $0) }), text.contains("/libtorch_cpu.so"),
                let slash = text.firstIndex(of: "/")
            else { continue }
            return String(text[slash...].prefix { $0 != "\n" })
        }
        return nil
    }
}
