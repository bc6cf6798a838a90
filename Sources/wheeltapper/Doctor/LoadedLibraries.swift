/// Which library files this process has mapped, hence which of several installed ones serves.
struct LoadedLibraries {
    /// Paths of shared libraries, each once, in the order of the process's memory.
    let paths: [String]

    /// - Parameter maps: the text of `/proc/self/maps`; its sixth column is the file.
    init(maps: String) {
        var seen: Set<Substring> = []
        paths = maps.split(separator: "\n").compactMap { line in
            let columns = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
            guard columns.count == 6, case let path = columns[5].drop(while: { $0 == " " }), path.contains(".so"),
                seen.insert(path).inserted
            else { return nil }
            return String(path)
        }
    }

    static var current: LoadedLibraries { LoadedLibraries(maps: TextFile.read("/proc/self/maps") ?? "") }

    /// The file of a library, named without version, such as `libsndfile`.
    func path(of library: String) -> String? {
        paths.first { path in
            guard let name = path.split(separator: "/").last else { return false }
            return name.hasPrefix(library + ".") || name.hasPrefix(library + "-")
        }
    }
}
