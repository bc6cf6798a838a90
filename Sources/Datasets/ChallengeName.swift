import InspectionTypes

/// What a file's name says in the DCASE challenges, Task 2 ("unsupervised anomalous sound detection").
///
/// - 2020: `normal_id_00_00000000`, `anomaly_id_00_00000000`, in its evaluation set `id_00_00000000`;
/// - since 2021: `section_00_source_train_normal_0000_strength_1`, `section_00_target_test_anomaly_0003`, in its evaluation sets
///   `section_03_source_test_0000` or `section_03_test_0000`; what follows the number are attributes, such as a speed.
///
/// Source: Koizumi et al., "Description and discussion on DCASE2020 challenge task 2", DCASE workshop 2020; Kawaguchi et al., the same for 2021.
struct ChallengeName: Equatable {
    /// `id_00` or `section_00`.
    var machineID: String
    /// `source` or `target`.
    var domain: String?
    var part: DataPart?
    /// `nil` in an evaluation set.
    var isNormal: Bool?

    /// `nil` for a name of another kind. The ending does not count.
    init?(fileName: String) {
        let words = FileStem.stem(of: fileName).split(separator: "_", omittingEmptySubsequences: false).map(String.init)
        if let name = Self.since2021(words) ?? Self.of2020(words) { self = name } else { return nil }
    }

    private init(machineID: String) {
        self.machineID = machineID
    }

    private static func of2020(_ words: [String]) -> ChallengeName? {
        var words = words[...]
        let isNormal = words.first.flatMap(normality)
        if isNormal != nil { words.removeFirst() }
        guard words.count == 3, words.first == "id", words.dropFirst().allSatisfy(isNumber) else { return nil }
        var name = ChallengeName(machineID: words.prefix(2).joined(separator: "_"))
        name.isNormal = isNormal
        return name
    }

    private static func since2021(_ words: [String]) -> ChallengeName? {
        guard words.count >= 3, words[0] == "section", isNumber(words[1]) else { return nil }
        var name = ChallengeName(machineID: words.prefix(2).joined(separator: "_"))
        for word in words.dropFirst(2) {
            if word == "source" || word == "target" {
                name.domain = word
            } else if word == "train" || word == "test" {
                name.part = DataPart(named: word)
            } else if let isNormal = normality(word) {
                name.isNormal = isNormal
            } else {
                // The number: attributes follow, which may be called anything.
                return isNumber(word) ? name : nil
            }
        }
        return nil
    }

    private static func normality(_ word: String) -> Bool? {
        switch word {
        case "normal": true
        case "anomaly", "abnormal": false
        default: nil
        }
    }

    private static func isNumber(_ word: String) -> Bool {
        !word.isEmpty && word.utf8.allSatisfy { (48...57).contains($0) }
    }
}

/// What a folder's name says in the challenges: `train`, `test`, and in 2021 `source_test`, `target_test`.
struct ChallengeFolder {
    var domain: String?
    var part: DataPart?

    /// `nil` for a folder of another name.
    init?(named name: String) {
        var rest = name.lowercased()
        for known in ["source", "target"] where rest.hasPrefix(known + "_") {
            domain = known
            rest.removeFirst(known.count + 1)
        }
        part = DataPart(named: rest)
        if part == nil { return nil }
    }
}
