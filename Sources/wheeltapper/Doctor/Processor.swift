/// What the processor says of itself.
struct Processor: Equatable {
    /// Its name in the shop.
    var name: String?
    /// The flags of its first core.
    var flags: Set<Substring>

    /// - Parameter cpuinfo: the text of `/proc/cpuinfo`; x86 lists `flags`, ARM `Features`.
    init(cpuinfo: String) {
        func value(_ keys: Set<Substring>) -> Substring? {
            for line in cpuinfo.split(separator: "\n") {
                let parts = line.split(separator: ":", maxSplits: 1)
                guard parts.count == 2, keys.contains(parts[0].trimmingTrailing()) else { continue }
                return parts[1].drop { $0 == " " }
            }
            return nil
        }
        name = value(["model name", "Model", "Hardware"]).map(String.init)
        flags = Set((value(["flags", "Features"]) ?? "").split(separator: " "))
    }

    /// The sets that matter to networks, as people write them, from the plainest to the richest.
    private static let sets: [(flag: Substring, name: String)] = [
        ("avx2", "AVX2"), ("avx_vnni", "AVX-VNNI"), ("avx512f", "AVX-512"), ("avx512_vnni", "AVX-512 VNNI"),
        ("avx512_bf16", "AVX-512 BF16"), ("avx512_fp16", "AVX-512 FP16"), ("amx_bf16", "AMX BF16"),
        ("amx_int8", "AMX INT8"),
        ("asimd", "NEON"), ("asimddp", "NEON dot product"), ("bf16", "ARM BF16"), ("sve", "SVE"),
    ]

    var instructionSets: [String] { Self.sets.filter { flags.contains($0.flag) }.map(\.name) }
    var hasWideVectors: Bool { flags.contains("avx2") || flags.contains("asimd") }
}

extension Substring {
    fileprivate func trimmingTrailing() -> Substring {
        var text = self
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
