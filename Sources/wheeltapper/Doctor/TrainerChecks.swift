import FoundationEssentials

/// The trainer and its libtorch. They live in a program of their own, so that program is asked.
enum TrainerChecks {
    /// What `wheeltapper-train doctor` answers.
    struct Report: Decodable, Equatable {
        var version: String
        var threads: Int
        var cudaDevices: Int
        /// The file that libtorch was loaded from.
        var library: String?
    }

    static func run() -> [Check] {
        guard let trainer = try? TrainerProcess.program() else {
            return [
                .warning(
                    "trainer", "wheeltapper-train is not beside this program: models are served, not trained",
                    mend: "build it ('make build') or install it beside this program"
                )
            ]
        }
        guard let answer = TextFile.output(of: [trainer, "doctor"]), let report = report(in: answer) else {
            return [
                .missing(
                    "trainer", "\(trainer) does not start: its libtorch is gone or is another",
                    mend: "run 'make setup', then 'make build'; '\(trainer) doctor' shows the loader's complaint"
                )
            ]
        }
        return checks(report, source: report.library.flatMap(source(of:)))
    }

    static func checks(_ report: Report, source: String?) -> [Check] {
        let detail = [report.version, source.map { "from \($0)" }, report.library].compactMap { $0 }
        let cuda: Check =
            report.cudaDevices > 0
            ? .ok("CUDA", "\(report.cudaDevices) device\(report.cudaDevices == 1 ? "" : "s") for training")
            : .ok("CUDA", "none: training runs on the processor, with \(report.threads) threads")
        return [.ok("libtorch", detail.joined(separator: ", ")), cuda]
    }

    static func report(in answer: String) -> Report? {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try? decoder.decode(Report.self, from: Data(answer.utf8))
    }

    /// Which of the ways of set-up it came by: that leaves a file `SOURCE` beside `lib`, unless it only linked to a library
    /// that was there before.
    static func source(of library: String) -> String? {
        if library.hasPrefix("/usr/lib/") { return "the system's package" }
        let folder = library.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/")
        return TextFile.read(folder + "/SOURCE").flatMap { $0.hasPrefix("wheel ") ? "the pinned wheel" : nil }
    }
}
