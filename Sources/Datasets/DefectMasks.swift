/// Masks of anomalies as MVTec AD has them: `ground_truth/scratch/003_mask.png` of `test/scratch/003.png`. The `_mask` may be missing.
///
/// Source: Bergmann et al., "MVTec AD – a comprehensive real-world dataset for unsupervised anomaly detection", CVPR 2019.
struct DefectMasks {
    static let folder = "ground_truth"

    private let paths: Set<String>
    /// By `condition/stem`.
    private let byStem: [String: String]

    /// - Parameter files: all pictures, from the data's root.
    init(_ files: [String]) {
        let masks = files.filter { $0.split(separator: "/").dropLast().contains { $0.lowercased() == Self.folder } }
        paths = Set(masks)
        byStem = Dictionary(
            masks.map { (Self.key($0, isMask: true), $0) }, uniquingKeysWith: { first, _ in first })
    }

    var isPresent: Bool { !paths.isEmpty }
    var count: Int { paths.count }

    func contains(_ path: String) -> Bool { paths.contains(path) }

    func mask(of path: String) -> MaskSource? { byStem[Self.key(path, isMask: false)].map { .file($0) } }

    /// The folders without the one of the part or of the masks, and the stem: equal for a picture and its mask.
    private static func key(_ path: String, isMask: Bool) -> String {
        var names = path.split(separator: "/").map(String.init)
        let stem = FileStem.stem(of: names.removeLast())
        names.removeAll { $0.lowercased() == folder || ChallengeFolder(named: $0) != nil }
        let base = isMask && stem.hasSuffix("_mask") ? String(stem.dropLast("_mask".count)) : stem
        return (names + [base]).joined(separator: "/")
    }
}
