#if canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The processor and the memory.
enum MachineChecks {
    static func run() -> [Check] {
        let processor = Processor(cpuinfo: TextFile.read("/proc/cpuinfo") ?? "")
        return [
            processorCheck(processor, cores: sysconf(Int32(_SC_NPROCESSORS_ONLN))),
            instructionCheck(processor),
            memoryCheck(meminfo: TextFile.read("/proc/meminfo") ?? ""),
        ]
    }

    static func processorCheck(_ processor: Processor, cores: Int) -> Check {
        .ok("processor", "\(processor.name ?? "unknown"), \(cores) thread\(cores == 1 ? "" : "s")")
    }

    static func instructionCheck(_ processor: Processor) -> Check {
        let found = processor.instructionSets
        guard processor.hasWideVectors else {
            return .warning(
                "instructions", found.isEmpty ? "none of those that speed up networks" : found.joined(separator: ", "),
                mend: "none: without AVX2 or NEON all works, several times slower"
            )
        }
        return .ok("instructions", found.joined(separator: ", "))
    }

    /// - Parameter meminfo: the text of `/proc/meminfo`, in kibibytes.
    static func memoryCheck(meminfo: String) -> Check {
        func gibibytes(_ key: String) -> Double? {
            let line = meminfo.split(separator: "\n").first { $0.hasPrefix(key + ":") }
            return line?.split(separator: " ").dropFirst().first.flatMap { Double($0) }.map { $0 / 1_048_576 }
        }
        guard let total = gibibytes("MemTotal"), let free = gibibytes("MemAvailable") else {
            return .warning("memory", "unknown: /proc/meminfo does not say")
        }
        let detail = "\(Numbers.fixed(total, 1)) GiB, \(Numbers.fixed(free, 1)) GiB free"
        // The trainer holds libtorch and a batch's activations; less leads to swapping.
        return free >= 2
            ? .ok("memory", detail)
            : .warning(
                "memory", detail,
                mend: "training wants 2 GiB free: close other programs, or train with a smaller --batch")
    }
}
