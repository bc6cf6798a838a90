import InspectionTypes

extension DetectionScan {
    /// Files named as in the DCASE challenges; `false`, and nothing done, where fewer than half are.
    mutating func addChallenge(_ files: [String]) throws -> Bool {
        guard medium == .sound else { return false }
        let names = files.map { path in ChallengeName(fileName: String(path.split(separator: "/").last ?? "")) }
        let named = names.count { $0 != nil }
        guard named > 0, 2 * named >= files.count else { return false }
        let others = zip(files, names).filter { $0.1 == nil }.map(\.0)
        if !others.isEmpty {
            warnings.append(
                "\(others.count) recordings are not named as in the DCASE challenges, as the others are; they are not used: "
                    + NamedFiles.list(others))
        }
        let ownType = FolderName.telling(root)
        var supplements = 0
        for (path, name) in zip(files, names) {
            guard let name else { continue }
            let folders = path.split(separator: "/").dropLast().map(String.init)
            // Recordings of the machine or of the noise alone, since 2025.
            guard !folders.contains(where: { $0.lowercased().hasPrefix("supplement") }) else {
                supplements += 1
                continue
            }
            let sides = folders.compactMap { ChallengeFolder(named: $0) }
            let type = folders.last { ChallengeFolder(named: $0) == nil } ?? ownType
            let item = DataItem(
                path: path, label: [], group: path, part: sides.last?.part ?? name.part,
                machine: "\(type) \(name.machineID)", domain: name.domain ?? sides.last?.domain)
            add(item, isNormal: name.isNormal)
        }
        if supplements > 0 { notes.append("\(supplements) supplemental recordings were passed over") }
        return true
    }
}
