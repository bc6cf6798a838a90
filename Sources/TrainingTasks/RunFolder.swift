import Datasets
import FoundationEssentials
public import InspectionTypes
import Reports

#if canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The folder of a run, new or taken up.
public struct RunFolder {
    private let directory: RunDirectory?
    public let path: String
    /// Whether an unfinished run goes on here.
    public let isResumed: Bool

    /// Who was in which part.
    public static let splitName = "split.json"
    /// A segmenter's false alarms between two epochs.
    public static let hardNegatives = "hard-negatives.json"
    /// What a detector's training leaves out from some epoch on.
    public static let strangers = "strangers.json"
    /// What must be the same for a run to be taken up.
    private static let optionsName = "options.txt"

    public init(_ options: RunOptions, kind: ModelCard.Kind) throws {
        let fingerprint = Self.fingerprint()
        if options.resume {
            if let report = options.report {
                guard (try? String(contentsOfFile: report + "/" + Self.optionsName, encoding: .utf8)) == fingerprint
                else {
                    throw DatasetError(
                        .file,
                        "\(report) holds no run with these options; resume with the same ones, or start without --resume"
                    )
                }
                self.path = report
                self.directory = nil
            } else {
                let folder = try Self.unfinished(data: options.data, kind: kind, fingerprint: fingerprint)
                self.path = folder
                self.directory = RunDirectory(path: folder)
            }
            self.isResumed = true
            return
        }
        self.isResumed = false
        if let report = options.report {
            try FileManager.default.createDirectory(atPath: report, withIntermediateDirectories: true)
            self.path = report
            self.directory = nil
            // What another run left there must not be taken up as this one's.
            Self.clear(report) { Self.isResumable($0) || $0 == Self.splitName || $0.hasPrefix("fold-") }
        } else {
            let directory = try RunDirectory.create(data: options.data, kind: kind.rawValue)
            self.path = directory.path
            self.directory = directory
        }
        try AtomicFile.write(fingerprint, to: file(Self.optionsName))
    }

    public func file(_ name: String) -> String { path + "/" + name }

    /// Where a training keeps what it is taken up by.
    ///
    /// - Parameter unit: the training's name, in which `/` and `%` are escaped as in a URL: a machine may be called `line 3/fan`.
    public func checkpoint(_ unit: String) -> String {
        file(unit.replacing("%", with: "%25").replacing("/", with: "%2F") + ".checkpoint.onnx")
    }

    /// Removes what only a resumed training would need, and makes the run the latest.
    public func finish() throws {
        Self.clear(path, where: Self.isResumable)
        try directory?.publishAsLatest()
    }

    /// Removes what a run has written that ended before there was anything to keep; the folder too where nothing else is in it.
    public func discard() {
        guard !isResumed else { return }
        Self.clear(path) { $0 == Self.optionsName || $0 == Self.splitName }
        // Fails where something is left, and that is right.
        rmdir(path)
    }

    /// What only a training that is not finished needs.
    private static func isResumable(_ name: String) -> Bool {
        name.hasSuffix(".checkpoint.onnx") || name == hardNegatives || name == strangers
    }

    private static func clear(_ folder: String, where isStale: (String) -> Bool) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names where isStale(name) { try? FileManager.default.removeItem(atPath: folder + "/" + name) }
    }

    /// Whether there is something that `--resume` could take up.
    var hasCheckpoint: Bool { Self.hasCheckpoint(path) }

    private static func hasCheckpoint(_ folder: String) -> Bool {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).contains {
            $0.hasSuffix(".checkpoint.onnx")
        }
    }

    /// The command without what does not change the model.
    private static func fingerprint() -> String {
        let arguments = CommandLine.arguments.dropFirst().filter { $0 != "--resume" }
        return arguments.joined(separator: "\u{1F}") + "\n"
    }

    private static func unfinished(data: String, kind: ModelCard.Kind, fingerprint: String) throws -> String {
        let root = RunDirectory.parent(data: data, kind: kind.rawValue)
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).sorted().reversed()
        for name in names where name != "latest" {
            let folder = root + "/" + name
            guard hasCheckpoint(folder) else { continue }
            let options = (try? String(contentsOfFile: folder + "/" + optionsName, encoding: .utf8)) ?? ""
            if options == fingerprint { return folder }
        }
        throw DatasetError(
            .file, "there is no unfinished run with these options in \(root); start it without --resume"
        )
    }
}
