import InspectionTypes

extension DetectionScan {
    /// Folders that say what is normal (``ConditionFolders``), or a folder without others in it.
    ///
    /// - Throws: ``DatasetError`` with code `labelUnspecified` for folders of which none is called normal or defective, `layout` for pictures of several
    ///   things, `classes` for what contradicts itself.
    mutating func addFolders(_ files: [String]) throws -> Dataset.Layout {
        let masks = DefectMasks(files)
        let files = files.filter { !masks.contains($0) }
        let folders = ConditionFolders(files, normalNames: options.normalNames)
        let strays = files.filter(folders.isStray)
        if !strays.isEmpty {
            warnings.append(
                "\(strays.count) \(medium.files) lie beside the training and test parts (in \(NamedFiles.list(folders.strays.sorted()))); they are not "
                    + "used: \(NamedFiles.list(strays))")
        }
        let readings = files.filter { !folders.isStray($0) }.map { ($0, folders.reading(of: $0)) }
        guard folders.conditionLevel != nil else {
            try addWithoutConditions(readings)
            return folders.partLevel == nil ? .normalFolder : .partFolders
        }
        try checkNames(readings, folders)
        let own = FolderName.telling(root)
        var loose: [String] = []
        var kinds: Set<String> = []
        for (path, reading) in readings {
            guard let condition = reading.condition else {
                loose.append(path)
                continue
            }
            let isNormal = folders.isNormal(condition)
            if !isNormal { kinds.insert(condition) }
            var item = DataItem(
                path: path, label: [], group: group(of: path, reading), part: reading.part,
                machine: machine(reading.machine, root: own))
            if masks.isPresent { item.mask = isNormal ? .negative : masks.mask(of: path) }
            add(item, isNormal: isNormal, kind: [condition])
        }
        if !loose.isEmpty {
            warnings.append(
                "\(loose.count) \(medium.files) lie outside of the folders that say what is normal; they are not used: \(NamedFiles.list(loose))"
            )
        }
        let unclear = kinds.filter { !DefectWords.isDefect($0) }.sorted()
        if !unclear.isEmpty {
            notes.append("taken for anomalies, as they are not called normal: \(NamedFiles.list(unclear, atMost: 12))")
        }
        try checkMachines()
        if masks.isPresent { noteMasks(masks) }
        return layout(folders, readings)
    }

    private func layout(_ folders: ConditionFolders, _ readings: [(String, ConditionFolders.Reading)]) -> Dataset.Layout
    {
        if folders.partLevel != nil { return .partFolders }
        return readings.contains { !$0.1.machine.isEmpty } ? .machineFolders : .classFolders
    }

    /// All that lies in one folder, or in `train/`, is normal; what lies in `test/` itself may be anything.
    private mutating func addWithoutConditions(_ readings: [(String, ConditionFolders.Reading)]) throws {
        let named = Set(readings.compactMap(\.1.machine.first)).sorted()
        guard named.isEmpty else {
            throw DatasetError(
                .labelUnspecified,
                "Which of the folders in \(root) hold normal \(medium.items)? None is called normal (good, ok …) or speaks of a defect: "
                    + "\(NamedFiles.list(named, atMost: 8)). Say so (--normal \(named[0])), or call it normal/.")
        }
        let machine = FolderName.telling(root)
        for (path, reading) in readings {
            let isLabelled = reading.part != .test && reading.part != .validation
            add(
                DataItem(path: path, label: [], group: path, part: reading.part, machine: machine),
                isNormal: isLabelled ? true : nil)
        }
        notes.append(
            "no folder says what is normal: all \(items.count) \(medium.items)\(unlabelled.isEmpty ? "" : " in train/") are taken for it"
        )
    }

    /// The same machine recorded at several levels of noise is one, and what was recorded at once one group: MIMII mixed the same sounds with
    /// noise at `6_dB`, `0_dB` and `-6_dB`.
    private func group(of path: String, _ reading: ConditionFolders.Reading) -> String {
        let noise = reading.machine.dropLast(2)
        guard let last = reading.machine.last, MachineName.isID(last), !noise.isEmpty else { return path }
        return path.split(separator: "/").dropFirst(noise.count).joined(separator: "/")
    }

    private func machine(_ names: [String], root: String) -> String {
        guard let last = names.last else { return root }
        guard MachineName.isID(last) else { return names.joined(separator: medium == .sound ? " " : "/") }
        return "\(names.dropLast().last ?? root) \(last)"
    }

    /// What the training part holds must be called normal, and what lies below a normal folder must not be called a defect.
    private func checkNames(_ readings: [(String, ConditionFolders.Reading)], _ folders: ConditionFolders) throws {
        guard options.purpose == .detection else { return }
        let unclear = readings.filter { _, reading in
            guard reading.part == .train, let name = reading.condition else { return false }
            return !folders.isNormal(name) && !DefectWords.isDefect(name)
        }
        if let first = unclear.first?.1.condition {
            throw DatasetError(
                .labelUnspecified,
                "Is '\(first)' normal? It stands in the training part of \(root) (\(NamedFiles.list(unclear.map(\.0), atMost: 3))), which must hold "
                    + "normal \(medium.items) only. If it is, say so (--normal \(first)); if not, move it to test/.")
        }
        let hidden = readings.filter { _, reading in
            reading.condition.map(folders.isNormal) ?? false && reading.below.contains(where: DefectWords.isDefect)
        }
        guard hidden.isEmpty else {
            throw DatasetError(
                .classes,
                "\(hidden.count) \(medium.items) lie in a normal folder of \(root), but in one below it that speaks of a defect: "
                    + "\(NamedFiles.list(hidden.map(\.0))). Move them to a folder beside the normal one, or rename theirs."
            )
        }
    }

    /// A detector of pictures looks at one thing.
    private func checkMachines() throws {
        let things = Set(items.compactMap(\.machine)).sorted()
        guard medium == .picture, things.count > 1 else { return }
        throw DatasetError(
            .layout,
            "\(root) holds pictures of \(things.count) things: \(NamedFiles.list(things, atMost: 20)). A detector of pictures learns one: "
                + "name its folder (\(root)/\(things[0])).")
    }

    private mutating func noteMasks(_ masks: DefectMasks) {
        let bare = items.filter { !$0.isNegative && $0.mask == nil }.map(\.path).sorted()
        if !bare.isEmpty {
            warnings.append(
                "\(bare.count) pictures of anomalies have no mask in \(DefectMasks.folder)/: \(NamedFiles.list(bare)). They count for whole pictures only"
            )
        }
        let used = items.count { if case .file = $0.mask { true } else { false } }
        if used < masks.count {
            warnings.append("\(masks.count - used) masks in \(DefectMasks.folder)/ belong to no picture")
        }
    }
}
