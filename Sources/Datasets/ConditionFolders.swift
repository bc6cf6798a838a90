import InspectionTypes

/// Which of the folders above a file say the part, the machine, and whether it is normal.
///
/// `[machine/…][part/]condition/[…/]file`, the part's folder standing anywhere above the condition's: `train/good/a.png` (MVTec AD),
/// `fan/id_00/normal/a.wav` (MIMII), `broken_1/a.flac`, `normal_dir/a.wav`. The conditions are the folders of the first depth where one is called normal
/// and another defective, else of the first where one is called normal (``DefectWords``, or what the user says).
struct ConditionFolders {
    /// What the folders of one file say.
    struct Reading: Equatable {
        /// Above the condition, without the part.
        var machine: [String]
        var part: DataPart?
        /// `nil` for a file that lies above the conditions' depth.
        var condition: String?
        /// Between the condition and the file.
        var below: [String]
    }

    /// Depth of the parts' folders; `nil` where there are none.
    let partLevel: Int?
    /// Folders beside the parts' that are none, such as notes; what lies in them belongs to no part.
    let strays: Set<String>
    /// Depth of the conditions, not counting the parts; `nil` where no folder says anything.
    let conditionLevel: Int?
    private let normalNames: Set<String>

    /// - Parameter paths: from the data's root.
    init(_ paths: [String], normalNames: Set<String>) {
        var folders = paths.map(Self.folders)
        self.normalNames = normalNames
        let partLevel = Self.partLevel(folders, normalNames)
        self.partLevel = partLevel
        let strays = Set(folders.compactMap { Self.stray($0, at: partLevel) })
        self.strays = strays
        folders.removeAll { Self.stray($0, at: partLevel) != nil }
        let rest = folders.map { names in Self.without(partLevel, names) }
        let deepest = rest.map(\.count).max() ?? 0
        let named = (0..<deepest).map { level in Set(rest.compactMap { $0.dropFirst(level).first }) }
        func isNormal(_ name: String) -> Bool { Self.isNormal(name, normalNames) }
        let levels = named.indices
        conditionLevel =
            levels.first { level in
                named[level].contains(where: isNormal) && named[level].contains(where: DefectWords.isDefect)
            }
            ?? levels.first { named[$0].contains(where: isNormal) }
            ?? levels.first { named[$0].contains(where: DefectWords.isDefect) }
    }

    func reading(of path: String) -> Reading {
        let folders = Self.folders(path)
        let part = partLevel.flatMap { folders.dropFirst($0).first }.flatMap { ChallengeFolder(named: $0)?.part }
        let names = Self.without(partLevel, folders)
        guard let level = conditionLevel, names.count > level else {
            return Reading(machine: names, part: part, condition: nil, below: [])
        }
        return Reading(
            machine: Array(names.prefix(level)), part: part, condition: names[level],
            below: Array(names.dropFirst(level + 1)))
    }

    /// Whether a file lies in one of the ``strays``.
    func isStray(_ path: String) -> Bool { Self.stray(Self.folders(path), at: partLevel) != nil }

    private static func stray(_ names: [String], at level: Int?) -> String? {
        level.flatMap { names.dropFirst($0).first }.flatMap { ChallengeFolder(named: $0) == nil ? $0 : nil }
    }

    /// Whether a folder's or label's name means normal.
    func isNormal(_ name: String) -> Bool { Self.isNormal(name, normalNames) }

    private static func isNormal(_ name: String, _ normalNames: Set<String>) -> Bool {
        normalNames.contains(name) || DefectWords.isNormal(name)
    }

    private static func folders(_ path: String) -> [String] { path.split(separator: "/").dropLast().map(String.init) }

    private static func without(_ level: Int?, _ names: [String]) -> [String] {
        guard let level, level < names.count else { return names }
        return Array(names[..<level] + names[(level + 1)...])
    }

    /// The first depth at which most files have a folder, and these are parts'.
    ///
    /// Beside `train` a few other folders may stand, unless they say what is normal themselves.
    private static func partLevel(_ folders: [[String]], _ normalNames: Set<String>) -> Int? {
        let deepest = folders.map(\.count).max() ?? 0
        return (0..<deepest).first { level in
            let names = folders.compactMap { $0.dropFirst(level).first }
            let parts = names.compactMap { ChallengeFolder(named: $0)?.part }
            let strays = names.filter { ChallengeFolder(named: $0) == nil }
            let areTolerable =
                2 * parts.count > names.count && parts.contains(.train)
                && !strays.contains { isNormal($0, normalNames) || DefectWords.isDefect($0) }
            return 2 * names.count > folders.count && (strays.isEmpty || areTolerable)
        }
    }
}
