import FoundationEssentials
import InspectionTypes

/// What a folder is called, for things that are named after it.
enum FolderName {
    /// The last of its path's names that says more than a part of the data does: `fan` of `/data/fan/train`, `fan id_00` of `/data/fan/id_00`.
    static func telling(_ path: String) -> String {
        let names = absolute(path).filter { ChallengeFolder(named: $0) == nil }
        guard let last = names.last else { return "machine" }
        guard MachineName.isID(last), let type = names.dropLast().last else { return last }
        return "\(type) \(last)"
    }

    /// The names on the way to a folder, without `.` and `..`.
    private static func absolute(_ path: String) -> [String] {
        let whole = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
        var names: [String] = []
        for name in whole.split(separator: "/") where name != "." {
            if name == ".." { names = names.dropLast() } else { names.append(String(name)) }
        }
        return names
    }
}
