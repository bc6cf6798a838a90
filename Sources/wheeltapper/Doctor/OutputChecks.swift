import Plotting

#if canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Where results go: pictures of charts, and the disk.
enum OutputChecks {
    static func run() -> [Check] {
        [chartCheck(), folderCheck("."), diskCheck(".")]
    }

    static func chartCheck() -> Check {
        do {
            _ = try SVGRasterizer()
            let loaded = LoadedLibraries.current
            return .ok("charts", "SVG, and PNG by " + (loaded.path(of: "librsvg") ?? "librsvg"))
        } catch {
            return .warning("charts", "SVG only: \(error)", mend: "apt-get install librsvg2-2 fonts-dejavu-core")
        }
    }

    /// Results are put under `runs` of the current folder when no other place is named.
    static func folderCheck(_ folder: String) -> Check {
        let path = absolute(folder)
        guard access(folder, W_OK) == 0 else {
            return .warning(
                "current folder", "\(path) cannot be written to: \(String(cString: strerror(errno)))",
                mend: "change to another folder, or name one with -o and --report"
            )
        }
        return .ok("current folder", "\(path) can be written to")
    }

    static func diskCheck(_ folder: String) -> Check {
        var system = statvfs()
        guard statvfs(folder, &system) == 0 else {
            return .warning("disk", "unknown: \(String(cString: strerror(errno)))")
        }
        let free = Double(system.f_bavail) * Double(system.f_frsize) / 1_073_741_824
        return free >= 1
            ? .ok("disk", "\(Numbers.fixed(free, 1)) GiB free")
            : .warning(
                "disk", "\(Numbers.fixed(free, 1)) GiB free",
                mend: "make room: features and models of a training take about 1 GiB")
    }

    private static func absolute(_ folder: String) -> String {
        guard let path = realpath(folder, nil) else { return folder }
        defer { free(path) }
        return String(cString: path)
    }
}
