import InspectionTypes
import Media
import Signals
import Testing

@testable import Datasets

@Suite struct PictureIdentityTests {
    struct Copy: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var make: @Sendable (Picture) throws -> Picture
    }

    static let copies = [
        Copy(testDescription: "encoded anew") {
            try PictureFile.decode(PictureEncoder.jpeg($0, quality: 40), name: "copy.jpg")
        },
        Copy(testDescription: "half as large") {
            PictureResizer.resize($0, width: $0.width / 2, height: $0.height / 2)
        },
        Copy(testDescription: "brighter") { $0.brighter(gain: 1.1, offset: 5) },
        Copy(testDescription: "darker") { $0.brighter(gain: 0.7) },
        Copy(testDescription: "mirrored") { $0.mirrored },
        Copy(testDescription: "turned") { $0.turned },
        Copy(testDescription: "turned and mirrored") { $0.turned.mirrored },
        Copy(testDescription: "in colour") { $0.converted(to: .rgb) },
        Copy(testDescription: "a little off all sides") { $0.cut(left: 4, top: 4, right: 4, bottom: 4) },
        Copy(testDescription: "a little off one side") { $0.cut(left: 4, top: 0, right: 0, bottom: 0) },
        Copy(testDescription: "a little off two sides") { $0.cut(left: 0, top: 4, right: 4, bottom: 0) },
    ]

    static func identities(_ pictures: [Picture]) -> (Dataset, [String: PictureIdentity]) {
        let names = pictures.indices.map { "\($0 + 10).png" }
        let items = names.map { DataItem(path: $0, label: Label("part"), group: $0) }
        let pairs = zip(names, pictures).map { ($0, PictureIdentity(of: $1, hash: "hash of \($0)")) }
        return (
            Dataset(root: "", layout: .classFolders, medium: .picture, items: items),
            Dictionary(pairs, uniquingKeysWith: { first, _ in first })
        )
    }

    @Test(arguments: copies, [Picture.scene(seed: 3, width: 200, height: 200), .part(seed: 5, side: 200)])
    func findsACopy(copy: Copy, original: Picture) throws {
        let stranger = Picture.scene(seed: 99, width: 200, height: 200)
        let (dataset, identities) = Self.identities([original, stranger, try copy.make(original)])
        let pairs = LeakageGuard.pairs(in: dataset, identities: identities)
        #expect(pairs.map { [$0.first, $0.second] } == [["12.png", "10.png"]])
        #expect(pairs.first?.kind == .near)
    }

    /// The other way round: the original among what is known already, its copy larger than what is asked about.
    @Test func findsTheOriginalOfACut() throws {
        let original = Picture.scene(seed: 3, width: 200, height: 200)
        let (dataset, identities) = Self.identities([original.cut(left: 5, top: 5, right: 5, bottom: 5), original])
        #expect(LeakageGuard.pairs(in: dataset, identities: identities).count == 1)
    }

    @Test func lookAlikePartsAreNoCopies() {
        let (dataset, identities) = Self.identities((0..<40).map { Picture.part(seed: $0) })
        #expect(LeakageGuard.pairs(in: dataset, identities: identities) == [])
    }

    @Test func evenPicturesTellNothing() {
        let even = [10, 200].map { value in
            Picture(width: 40, height: 40, colour: .grey, pixels: Array(repeating: UInt8(value), count: 1600))
        }
        let (dataset, identities) = Self.identities(even)
        #expect(identities.values.allSatisfy { $0.fingerprint.isEmpty })
        #expect(LeakageGuard.pairs(in: dataset, identities: identities) == [])
    }

    @Test func thePixelsMakeTheContent() throws {
        let picture = Picture.scene(seed: 8)
        let folder = try TemporaryFolder()
        try folder.picture("a/1.png", picture)
        try folder.text("a/2.png")
        try AtomicFile.write(PictureEncoder.png(picture, level: 1), to: folder.path + "/a/2.png")
        try folder.picture("b/1.png", picture)
        let dataset = try DatasetScanner.scan(folder.path)
        let identities = try PictureStore.prepare(dataset, frontEnd: nil).identities
        let pairs = LeakageGuard.pairs(in: dataset, identities: identities)
        #expect(
            pairs == [
                LeakagePair(kind: .content, first: "a/2.png", second: "a/1.png"),
                LeakagePair(kind: .exact, first: "b/1.png", second: "a/1.png"),
            ])
        #expect(pairs[0].description == "a/2.png has the very pixels of a/1.png")
        #expect { try Split.make(of: dataset, identities: identities) } throws: { error in
            let message = (error as? DatasetError)?.message ?? ""
            return message.contains("The same picture stands in two classes: b/1.png is the same file as a/1.png")
        }
    }

    /// A part before and after it broke looks alike and bears two labels: both stay on one side, and it is said.
    @Test func picturesAlikeInTwoClassesAreKeptTogether() throws {
        let whole = Picture.part(seed: 1, side: 200)
        var broken = whole
        for place in 0..<6 { broken.pixels[100 * 200 + 100 + place] = 255 }
        var (dataset, identities) = Self.identities([whole, broken] + (2..<20).map { .part(seed: $0) })
        for index in dataset.items.indices { dataset.items[index].label = Label(index % 2 == 0 ? "ok" : "crack") }
        dataset.classes = ["crack", "ok"]
        for seed in 0..<4 as Range<UInt64> {
            let split = try Split.make(of: dataset, identities: identities, options: .init(seed: seed))
            #expect(Set(split.items.prefix(2).map(\.part)).count == 1)
            #expect(split.caveats.contains { $0.contains("look alike stand in two classes") })
        }
        identities["11.png"] = nil
        let split = try Split.make(of: dataset, identities: identities)
        #expect(split.caveats == ["1 pictures could not be read and are left out"])
    }

    @Test func copiesAreSplitAndFoldedTogether() throws {
        let originals = (0..<8).map { Picture.scene(seed: $0, width: 200, height: 200) }
        let (dataset, identities) = Self.identities(originals + originals.map(\.mirrored))
        let parts =
            try [Split.make(of: dataset, identities: identities)]
            + Split.folds(4, of: dataset, identities: identities, options: .init(validation: 0))
        for split in parts {
            #expect(split.items.count == 16)
            for index in 0..<8 { #expect(split.items[index].part == split.items[index + 8].part) }
        }
    }

    @Test func aTestOfTrainingPicturesIsFoundThroughTheManifest() throws {
        let seen = (0..<3).map { Picture.scene(seed: $0, width: 200, height: 200) }
        let (trained, identities) = Self.identities(seen)
        let split = Split(
            seed: 0, method: "", caveats: [], dataDigest: "", items: trained.items.map { $0.standing(in: .train) },
            hashes: [:])
        let text = try TrainingManifest(split, identities: identities).encoded()
        #expect(text.utf8.count < 3 * 900)
        let manifest = try TrainingManifest(encoded: text)
        #expect(manifest.pictures?.count == 3)
        #expect(manifest.recordings == [])
        let (tested, others) = Self.identities([
            .scene(seed: 50), seen[1].cut(left: 4, top: 0, right: 0, bottom: 4), seen[2], seen[0].turned,
        ])
        var unnamed = others
        for (path, identity) in others { unnamed[path]?.hash = "another hash \(path) \(identity.width)" }
        let overlap = LeakageGuard.overlap(manifest, tested, identities: unnamed).copies
        #expect(overlap.map(\.first) == ["11.png", "12.png", "13.png"])
        #expect(overlap.map(\.second) == ["11.png", "12.png", "10.png"])
        #expect(overlap.map(\.kind) == [.near, .content, .near])
    }

    @Test func aManifestOfASoundModelIsStillRead() throws {
        let manifest = try TrainingManifest(
            encoded: "{\"version\":1,\"recordings\":[{\"path\":\"a.wav\",\"hash\":\"00\",\"fingerprint\":\"\"}]}")
        #expect(manifest.recordings.map(\.path) == ["a.wav"])
        #expect(manifest.pictures == nil)
        let (tested, identities) = Self.identities([.scene(seed: 1)])
        #expect(LeakageGuard.overlap(manifest, tested, identities: identities).copies == [])
    }

    @Test func refusesADamagedFingerprint() {
        let text =
            "{\"version\":1,\"recordings\":[],\"pictures\":[{\"path\":\"a\",\"hash\":\"0\",\"fingerprint\":\"AAAA\"}]}"
        #expect(throws: DatasetError.self) { try TrainingManifest(encoded: text) }
    }

    @Test func aSplitOfPicturesSurvivesItsFile() throws {
        let folder = try TemporaryFolder()
        let items = [
            DataItem(path: "a.png", label: Label("defect"), group: "a", part: .train),
            DataItem(path: "b.png", label: Label("normal"), group: "b", part: .test, isNegative: true),
        ]
        let split = Split(seed: 1, method: "m", caveats: [], dataDigest: "d", items: items, hashes: ["a.png": "1"])
        try split.write(to: folder.path + "/split.json")
        #expect(try Split.read(from: folder.path + "/split.json").items == items)
    }
}
