import FoundationEssentials
import InspectionTypes
import Media
import Synchronization
import Testing

@testable import Datasets

@Suite struct PictureStoreTests {
    static func classes() throws -> (TemporaryFolder, Dataset) {
        let folder = try TemporaryFolder()
        for seed in 0..<6 as Range<UInt64> {
            try folder.scene("\(seed % 2 == 0 ? "ok" : "crack")/\(seed).png", seed: seed, width: 40, height: 30)
        }
        return (folder, try DatasetScanner.scan(folder.path))
    }

    @Test func sizesPicturesToTheFrontEnd() throws {
        let (_folder, dataset) = try Self.classes()
        let frontEnd = PictureFrontEnd(width: 16, height: 12, colour: .rgb)
        let told = Mutex<[Int]>([])
        let store = try PictureStore.prepare(dataset, frontEnd: frontEnd) { done, total in
            #expect(total == 6)
            told.withLock { $0.append(done) }
        }
        #expect(told.withLock { $0 } == Array(1...6))
        #expect(store.identities.count == 6)
        #expect(store.heldBytes == 6 * 16 * 12 * 3)
        for item in dataset.items {
            let picture = try store.picture(of: item)
            #expect((picture.width, picture.height, picture.colour) == (16, 12, .rgb))
            #expect(store.identities[item.path]?.width == 40)
        }
        withExtendedLifetime(_folder) {}
    }

    @Test(arguments: [0, 2 * 40 * 30, 1 << 20])
    func whatDoesNotFitTheBudgetIsDecodedAgain(budget: Int) throws {
        let (_folder, dataset) = try Self.classes()
        let store = try PictureStore.prepare(dataset, frontEnd: nil, options: .init(budget: budget))
        #expect(store.heldBytes == min(6, budget / (40 * 30)) * 40 * 30)
        for item in dataset.items {
            let seed = try #require(UInt64(FileStem.stem(of: item.name)))
            #expect(try store.picture(of: item) == .scene(seed: seed, width: 40, height: 30))
        }
        withExtendedLifetime(_folder) {}
    }

    @Test func takesStatistics() throws {
        let folder = try TemporaryFolder()
        for (name, values) in [("a/1.png", [0, 51]), ("b/2.png", [102, 255])] {
            try folder.picture(name, Picture(width: 2, height: 1, colour: .grey, pixels: values.map { UInt8($0) }))
        }
        let dataset = try DatasetScanner.scan(folder.path)
        let store = try PictureStore.prepare(dataset, frontEnd: nil)
        let statistics = try store.statistics(over: dataset.items, colour: .grey)
        #expect(statistics.pictureCount == 2)
        #expect(abs(statistics.mean[0] - 0.4) < 1e-6)
        // Of 0, 0.2, 0.4 and 1 about 0.4.
        #expect(abs(statistics.deviation[0] - Float(0.14).squareRoot()) < 1e-6)
        #expect(try store.statistics(over: [dataset.items[0]]).mean.count == 3)
        #expect(throws: DatasetError.self) { try store.statistics(over: []) }
    }

    @Test func whatCannotBeReadIsLeftOutWithItsReason() throws {
        let (folder, _) = try Self.classes()
        try folder.files("ok/empty.png")
        try folder.text("ok/no picture.jpg", "hello")
        let dataset = try DatasetScanner.scan(folder.path)
        let store = try PictureStore.prepare(dataset, frontEnd: nil)
        #expect(store.identities.count == 6)
        #expect(store.failures.map(\.path) == ["ok/empty.png", "ok/no picture.jpg"])
        #expect(store.failures.allSatisfy { $0.message.contains(folder.path + "/" + $0.path) })
        let item = try #require(dataset.items.first { $0.path == "ok/empty.png" })
        #expect { try store.picture(of: item) } throws: { ($0 as? DatasetError)?.code == .unreadable }
        let split = try Split.make(of: dataset, identities: store.identities)
        #expect(split.items.count == 6)
        #expect(split.caveats.contains("2 pictures could not be read and are left out"))
    }

    @Test func refusesDataWithoutAReadablePicture() throws {
        let folder = try TemporaryFolder()
        try folder.files("a/1.png", "b/2.png")
        let dataset = try DatasetScanner.scan(folder.path)
        #expect { try PictureStore.prepare(dataset, frontEnd: nil) } throws: { error in
            let error = error as? DatasetError
            return error?.code == .unreadable && error?.message.contains("None of the 2 pictures") == true
        }
    }

    @Test func canBeStopped() throws {
        let (_folder, dataset) = try Self.classes()
        let options = PictureStore.Options(isCancelled: { true })
        #expect { try PictureStore.prepare(dataset, frontEnd: nil, options: options) } throws: {
            ($0 as? DatasetError)?.code == .cancelled
        }
        withExtendedLifetime(_folder) {}
    }

    // MARK: - Masks

    static func masked(_ build: (TemporaryFolder) throws -> Void) throws -> (TemporaryFolder, Dataset) {
        let folder = try TemporaryFolder()
        try folder.scene("images/1.png", seed: 1)
        try folder.mask("masks/1.png")
        try build(folder)
        let names = try FolderListing(of: folder.path + "/images").pictures
        let negatives = names.contains { $0.hasPrefix("clean") } ? "clean*" : nil
        return (
            folder, try DatasetScanner.scan(folder.path, options: .init(purpose: .segmentation, negatives: negatives))
        )
    }

    @Test(arguments: [0, 1 << 20])
    func readsMasksBesidePictures(budget: Int) throws {
        let (_folder, dataset) = try Self.masked { folder in
            try folder.scene("images/clean1.png", seed: 2, width: 20, height: 10)
            try folder.scene("images/clean2.png", seed: 3)
            try folder.mask("masks/clean2.png", area: nil)
        }
        let store = try PictureStore.prepare(dataset, frontEnd: nil, options: .init(budget: budget))
        #expect(store.maskAreas == ["images/1.png": 10, "images/clean1.png": 0, "images/clean2.png": 0])
        #expect(store.warnings == [])
        for item in dataset.items {
            let (picture, mask) = (try store.picture(of: item), try store.mask(of: item))
            #expect((picture.width, picture.height) == (mask.width, mask.height))
            #expect(mask.area == (item.isNegative ? 0 : 10))
        }
        withExtendedLifetime(_folder) {}
    }

    @Test func drawsPolygons() throws {
        let folder = try TemporaryFolder()
        try folder.scene("a.png", seed: 1, width: 20, height: 10)
        try folder.text(
            "coco.json",
            SegmentationLayoutTests.coco("[[2, 2, 6, 2, 6, 5, 2, 5], [10, 0, 12, 0, 12, 1, 10, 1]]")
                .replacing("a.jpg", with: "a.png"))
        let dataset = try DatasetScanner.scan(folder.path, options: .init(purpose: .segmentation))
        let mask = try PictureStore.prepare(dataset, frontEnd: nil).mask(of: dataset.items[0])
        #expect(mask.area == 4 * 3 + 2)
        #expect(mask.values[2 * 20 + 2] == 1 && mask.values[4 * 20 + 5] == 1 && mask.values[5 * 20 + 5] == 0)
    }

    /// 131 072 × 131 072 pixels are 16 GB: held against the picture before memory is taken for them.
    @Test func aSizeThatAnnotationsPromiseIsNotBelieved() throws {
        let folder = try TemporaryFolder()
        try folder.scene("a.png", seed: 1, width: 20, height: 10)
        try folder.text(
            "coco.json",
            SegmentationLayoutTests.coco("[[2, 2, 131000, 2, 131000, 131000, 2, 131000]]")
                .replacing("a.jpg", with: "a.png").replacing(
                    #""width": 20, "height": 10"#, with: #""width": 131072, "height": 131072"#))
        let dataset = try DatasetScanner.scan(folder.path, options: .init(purpose: .segmentation))
        #expect { try PictureStore.prepare(dataset, frontEnd: nil) } throws: { error in
            let error = error as? DatasetError
            return error?.code == .mask
                && error?.message.contains("a.png is 20×10, its mask 131072×131072") == true
        }
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var build: @Sendable (TemporaryFolder) throws -> Void
        var message: [String]
    }

    @Test(arguments: [
        Fault(
            testDescription: "a mask of another size",
            build: {
                try $0.scene("images/2.png", seed: 2)
                try $0.mask("masks/2.png", width: 24, height: 48)
            }, message: ["1 mask is not as large", "images/2.png is 48×48, its mask 24×48"]),
        Fault(
            testDescription: "all masks black", build: { try $0.mask("masks/1.png", area: nil) },
            message: ["None of the 1 masks", "pixel of defect", "above 127"]),
        Fault(
            testDescription: "a negative with a defect",
            build: {
                try $0.scene("images/clean1.png", seed: 2)
                try $0.mask("masks/clean1.png")
            }, message: ["1 pictures are said to show no defect", "images/clean1.png"]),
    ])
    func refusesMasksThatCannotBeLearntFrom(fault: Fault) throws {
        let (_folder, dataset) = try Self.masked(fault.build)
        #expect { try PictureStore.prepare(dataset, frontEnd: nil) } throws: { error in
            let error = error as? DatasetError
            return error?.code == .mask && fault.message.allSatisfy { error?.message.contains($0) == true }
        }
        withExtendedLifetime(_folder) {}
    }

    @Test func countsMasksWithGreyEdges() throws {
        let (_folder, dataset) = try Self.masked { folder in
            try folder.scene("images/soft.png", seed: 2)
            var soft = Picture(width: 48, height: 48, colour: .grey, pixels: Array(repeating: 0, count: 48 * 48))
            for place in 0..<100 { soft.pixels[place] = place < 60 ? 120 : 130 }
            try folder.picture("masks/soft.png", soft)
        }
        let store = try PictureStore.prepare(dataset, frontEnd: nil)
        #expect(store.maskAreas["images/soft.png"] == 40, "the threshold is at 127")
        #expect(store.warnings.contains { $0.hasPrefix("1 masks have more than 2 % grey pixels") })
        withExtendedLifetime(_folder) {}
    }

    @Test func aBlackMaskOfNoNegativeIsMentioned() throws {
        let (_folder, dataset) = try Self.masked { folder in
            try folder.scene("images/2.png", seed: 2)
            try folder.mask("masks/2.png", area: nil)
        }
        let store = try PictureStore.prepare(dataset, frontEnd: nil)
        #expect(store.warnings.contains { $0.hasPrefix("1 masks are black") && $0.contains("images/2.png") })
        withExtendedLifetime(_folder) {}
    }
}
