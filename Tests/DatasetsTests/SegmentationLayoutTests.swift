import InspectionTypes
import Testing

@testable import Datasets

@Suite struct SegmentationLayoutTests {
    static func scan(_ folder: TemporaryFolder, negatives: String? = nil) throws -> Dataset {
        try DatasetScanner.scan(folder.path, options: .init(purpose: .segmentation, negatives: negatives))
    }

    struct Names: Sendable, CustomTestStringConvertible {
        var pictures: String
        var masks: String
        var testDescription: String { "\(pictures) and \(masks)" }
    }

    @Test(arguments: [
        Names(pictures: "images", masks: "masks"), Names(pictures: "Images", masks: "Masks"),
        Names(pictures: "image", masks: "mask"), Names(pictures: "IMG", masks: "labels"),
    ])
    func readsPicturesAndMasks(names: Names) throws {
        let folder = try TemporaryFolder()
        try folder.files(
            "\(names.pictures)/b.jpg", "\(names.masks)/b.png", "\(names.pictures)/day 1/a.JPG",
            "\(names.masks)/day 1/a.jpeg", "readme.md")
        let dataset = try Self.scan(folder)
        #expect(dataset.layout == .imagesAndMasks)
        #expect(dataset.medium == .picture)
        #expect(dataset.items.map(\.path) == ["\(names.pictures)/b.jpg", "\(names.pictures)/day 1/a.JPG"])
        #expect(dataset.items.map(\.mask) == [.file("\(names.masks)/b.png"), .file("\(names.masks)/day 1/a.jpeg")])
        #expect(dataset.classes == [DatasetScanner.defectLabel])
    }

    @Test(arguments: [false, true])
    func partsMayStandAboveOrBelow(below: Bool) throws {
        let folder = try TemporaryFolder()
        for (part, name) in [("Train", "a"), ("Test", "b"), ("valid", "c")] {
            try folder.files(
                below ? "images/\(part)/\(name).jpg" : "\(part)/images/\(name).jpg",
                below ? "masks/\(part)/\(name).png" : "\(part)/masks/\(name).png")
        }
        let dataset = try Self.scan(folder)
        #expect(dataset.items.count == 3)
        for item in dataset.items {
            let wanted: DataPart = ["a": .train, "b": .test, "c": .validation][FileStem.stem(of: item.name)] ?? .train
            #expect(item.part == wanted)
        }
    }

    @Test func negativesNeedNoMask() throws {
        let folder = try TemporaryFolder()
        try folder.files(
            "images/crack1.jpg", "masks/crack1.png", "images/NonCrack_1.jpg.jpg", "masks/NonCrack_1.jpg.png",
            "images/noncrack_2.jpg")
        let dataset = try Self.scan(folder, negatives: "noncrack*")
        #expect(dataset.items.map(\.isNegative) == [true, false, true])
        #expect(dataset.items.map(\.mask) == [.file("masks/NonCrack_1.jpg.png"), .file("masks/crack1.png"), .negative])
        #expect(dataset.itemsPerClass == ["defect": 1, "normal": 2])
    }

    struct Pattern: Sendable, CustomTestStringConvertible {
        var text: String
        var name: String
        var fits: Bool
        var testDescription: String { "\(text) on \(name)" }
    }

    @Test(arguments: [
        Pattern(text: "noncrack*", name: "noncrack_wall_1.jpg", fits: true),
        Pattern(text: "noncrack*", name: "crack_1.jpg", fits: false),
        Pattern(text: "*_ok", name: "a_ok.png", fits: true),
        Pattern(text: "*_ok.png", name: "a_ok.png", fits: true),
        Pattern(text: "?1*b?", name: "a1xxbxbc", fits: true),
        Pattern(text: "?1*b?", name: "a1xxbxb", fits: false),
        Pattern(text: "*", name: "", fits: true),
        Pattern(text: "OK*", name: "ok7.jpg", fits: true),
    ])
    func patternsAreAsShellsHaveThem(pattern: Pattern) {
        #expect(NamePattern(pattern.text).fits(pattern.name) == pattern.fits)
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var files: [String]
        var texts: [String: String] = [:]
        var negatives: String?
        var code: DatasetError.Code
        var message: [String]
    }

    @Test(arguments: [
        Fault(
            testDescription: "pictures without masks",
            files: ["images/a.jpg", "masks/a.png"] + (1...7).map { "images/b\($0).jpg" }, code: .mask,
            message: [
                "7 pictures have no mask",
                "images/b1.jpg, images/b2.jpg, images/b3.jpg, images/b4.jpg, images/b5.jpg and 2 more",
                "--negatives",
            ]),
        Fault(
            testDescription: "a folder one level too high",
            files: ["walls/images/a.jpg", "walls/masks/a.png", "other/a.jpg"], code: .layout,
            message: ["holds no pictures with masks", "They lie one level deeper: name", "/walls. Expected"]),
        Fault(
            testDescription: "a mask without a picture", files: ["images/a.jpg", "masks/a.png", "masks/b.png"],
            code: .mask, message: ["1 mask has no picture", "masks/b.png", "images/"]),
        Fault(
            testDescription: "one name twice", files: ["images/a.jpg", "images/a.png", "masks/a.png"], code: .mask,
            message: ["images/a.jpg and images/a.png", "rename or remove"]),
        Fault(
            testDescription: "two masks of one name", files: ["images/a.jpg", "masks/a.jpg", "masks/a.png"],
            code: .mask, message: ["masks/a.jpg and masks/a.png"]),
        Fault(
            testDescription: "a pattern that fits nothing", files: ["images/a.jpg", "masks/a.png"],
            negatives: "clean*", code: .pattern, message: ["'clean*'", "none of the 1 names", "images/a.jpg"]),
        Fault(
            testDescription: "nothing but negatives", files: ["images/a.jpg", "masks/a.png"], negatives: "*",
            code: .mask, message: ["None of the 1 pictures", "nothing to learn"]),
        Fault(
            testDescription: "no masks at all", files: ["images/a.jpg"], code: .layout,
            message: ["no pictures with masks", "There is images/ but no folder of masks", "masks/a.png"]),
        Fault(
            testDescription: "JSON of another kind", files: ["a.jpg"], texts: ["list.json": "{\"files\": []}"],
            code: .layout, message: ["neither COCO's nor LabelMe's: list.json"]),
        Fault(
            testDescription: "JSON cut short", files: ["a.jpg"], texts: ["list.json": "{\"images\": ["], code: .file,
            message: ["list.json is no JSON object"]),
        Fault(
            testDescription: "LabelMe without its picture", files: ["b.jpg"],
            texts: ["a.json": "{\"shapes\": [], \"imagePath\": \"a.jpg\"}"], code: .mask,
            message: ["1 JSON files", "have no picture: a.json"]),
        Fault(
            testDescription: "LabelMe: a picture without its JSON", files: ["a.jpg", "b.jpg"],
            texts: ["a.json": "{\"shapes\": [], \"imagePath\": \"a.jpg\"}"], code: .mask,
            message: ["1 pictures", "have no JSON file: b.jpg", "--negatives"]),
        Fault(
            testDescription: "COCO: packed run lengths", files: ["a.jpg"],
            texts: ["coco.json": coco(#"{"counts": "eWb0", "size": [10, 20]}"#)], code: .mask,
            message: ["packed run lengths", "coco.json"]),
        Fault(
            testDescription: "COCO: run lengths that do not fill the picture", files: ["a.jpg"],
            texts: ["coco.json": coco(#"{"counts": [5, 5], "size": [10, 20]}"#)], code: .mask,
            message: ["run lengths cover 10 of 200 pixels", "a.jpg"]),
        Fault(
            testDescription: "COCO: an outline of two corners", files: ["a.jpg"],
            texts: ["coco.json": coco("[[1, 2, 3, 4]]")], code: .mask, message: ["an outline has 4 numbers", "a.jpg"]),
        Fault(
            testDescription: "COCO: an annotation with an empty segmentation", files: ["a.jpg"],
            texts: ["coco.json": coco("[]")], code: .mask,
            message: ["coco.json: 1 picture has annotations but no outline", "a.jpg", "Draw the outlines"]),
        Fault(
            testDescription: "COCO: an annotation with a box alone", files: ["a.jpg"],
            texts: [
                "coco.json": coco("null").replacing(#""segmentation": null"#, with: #""bbox": [1, 2, 3, 4]"#)
            ], code: .mask, message: ["coco.json: 1 picture has annotations but no outline", "a.jpg"]),
        Fault(
            testDescription: "COCO: cut off", files: ["a.jpg"],
            texts: ["coco.json": coco("[]").replacing(#""id": 3, "#, with: "")], code: .file,
            message: ["coco.json looks like COCO", "'id'", "Export the annotations again"]),
        Fault(
            testDescription: "COCO: several pictures bear the bare name", files: ["x/a.jpg", "y/a.jpg"],
            texts: ["coco.json": coco("[[1, 2, 3, 4, 5, 9]]")], code: .mask,
            message: ["lists 1 pictures that are not there: a.jpg", "only one picture bears it"]),
        Fault(
            testDescription: "LabelMe: shapes that enclose nothing", files: ["a.jpg"],
            texts: ["a.json": labelMe(#"{"label": "crack", "points": [[1, 2], [3, 4]], "shape_type": "linestrip"}"#)],
            code: .mask, message: ["a.json: none of the 1 shapes in a.jpg is an outline (linestrip)", "Draw polygons"]),
        Fault(
            testDescription: "LabelMe: a packed mask", files: ["a.jpg"],
            texts: ["a.json": labelMe(#"{"label": "crack", "points": [[1, 2], [3, 4]], "shape_type": "mask"}"#)],
            code: .mask, message: ["none of the 1 shapes in a.jpg is an outline (mask)"]),
        Fault(
            testDescription: "LabelMe: a corner of one number", files: ["a.jpg"],
            texts: ["a.json": labelMe(#"{"label": "crack", "points": [[1, 2], [3, 4], [5, 9], [6]]}"#)], code: .mask,
            message: ["a.json: a polygon ('crack') has a corner that is not an x and a y", "Draw it anew"]),
        Fault(
            testDescription: "LabelMe: a rectangle of three corners", files: ["a.jpg"],
            texts: [
                "a.json": labelMe(
                    #"{"label": "crack", "points": [[1, 2], [3, 4], [5, 9]], "shape_type": "rectangle"}"#)
            ], code: .mask, message: ["a rectangle ('crack') of 3 points encloses nothing"]),
        Fault(
            testDescription: "LabelMe: a circle without a radius", files: ["a.jpg"],
            texts: [
                "a.json": labelMe(#"{"label": "crack", "points": [[1, 2], [1, 2]], "shape_type": "circle"}"#)
            ], code: .mask, message: ["a circle ('crack') of 2 points encloses nothing"]),
        Fault(
            testDescription: "LabelMe: no size", files: ["a.jpg"],
            texts: [
                "a.json": #"{"imagePath": "a.jpg", "shapes": [{"label": "crack", "points": [[1, 2], [3, 4], [5, 9]]}]}"#
            ], code: .mask, message: ["a.json does not say the picture's imageWidth", "save it again"]),
        Fault(
            testDescription: "COCO: a picture that is nowhere", files: ["b.jpg"],
            texts: ["coco.json": coco("[[1, 2, 3, 4, 5, 9]]")], code: .mask,
            message: ["lists 1 pictures that are not there: a.jpg"]),
        Fault(
            testDescription: "COCO: an annotation of no picture", files: ["a.jpg"],
            texts: ["coco.json": coco("[[1, 2, 3, 4, 5, 9]]", image: 9)], code: .mask, message: ["with the ids 9"]),
    ])
    func saysWhatIsWrong(fault: Fault) throws {
        let folder = try TemporaryFolder()
        for name in fault.files { try folder.files(name) }
        for (name, text) in fault.texts { try folder.text(name, text) }
        let error = PictureLayoutTests.error { try Self.scan(folder, negatives: fault.negatives) }
        #expect(error?.code == fault.code)
        for part in fault.message { #expect(error?.message.contains(part) == true, "\(error?.message ?? "no error")") }
    }

    /// A picture of 20×10 pixels with one annotation.
    static func coco(_ segmentation: String, image: Int = 3) -> String {
        #"{"images": [{"id": 3, "file_name": "a.jpg", "width": 20, "height": 10}], "categories": [{"id": 1, "name": "crack"}], "annotations": [{"id": 1, "image_id": \#(image), "category_id": 1, "segmentation": \#(segmentation)}]}"#
    }

    /// A picture of 20×10 pixels with these shapes.
    static func labelMe(_ shapes: String) -> String {
        #"{"imagePath": "a.jpg", "imageWidth": 20, "imageHeight": 10, "shapes": [\#(shapes)]}"#
    }

    /// The box of the second annotation would teach its defect to be none: that is said.
    @Test func annotationsWithoutAnOutlineBesideOthersAreMentioned() throws {
        let folder = try TemporaryFolder()
        try folder.files("a.jpg")
        let box = #"], "annotations": [{"image_id": 3, "category_id": 1, "bbox": [1, 2, 3, 4]}, "#
        try folder.text(
            "coco.json", Self.coco("[[1, 2, 3, 4, 5, 9]]").replacing(#"], "annotations": ["#, with: box))
        #expect(
            try Self.scan(folder).warnings == [
                "1 annotations in coco.json without an outline were passed over: what they mark counts as free of defects"
            ])
    }

    struct Place: Sendable, CustomTestStringConvertible {
        var json: String
        var name: String
        var files: [String]
        var found: String
        var testDescription: String { "\(name) of \(json)" }
    }

    @Test(arguments: [
        // COCO's own arrangement, with the validation pictures under the same names.
        Place(
            json: "annotations/instances_train2017.json", name: "a.jpg", files: ["train2017/a.jpg", "val2017/a.jpg"],
            found: "train2017/a.jpg"),
        Place(
            json: "annotations/instances_val.json", name: "a.jpg", files: ["images/train/a.jpg", "images/val/a.jpg"],
            found: "images/val/a.jpg"),
        Place(json: "val.json", name: "a.jpg", files: ["train/a.jpg", "val/a.jpg"], found: "val/a.jpg"),
        Place(json: "coco.json", name: "/home/me/photos/a.jpg", files: ["deep/er/a.jpg"], found: "deep/er/a.jpg"),
        Place(json: "coco.json", name: "C:\\\\photos\\\\a.jpg", files: ["images/a.jpg"], found: "images/a.jpg"),
        Place(
            json: "json/coco.json", name: "../photos/a.jpg", files: ["photos/a.jpg", "a.jpg"], found: "photos/a.jpg"),
    ])
    func findsPicturesWhereTheyUsuallyLie(place: Place) throws {
        let folder = try TemporaryFolder()
        for name in place.files { try folder.files(name) }
        try folder.text(
            place.json,
            Self.coco("[[1, 2, 3, 4, 5, 9]]").replacing(#""a.jpg""#, with: "\"\(place.name)\""))
        #expect(try Self.scan(folder).items.map(\.path) == [place.found])
    }

    @Test func readsCOCO() throws {
        let folder = try TemporaryFolder()
        try folder.files("images/a.jpg", "images/b.jpg", "images/c.jpg")
        try folder.text(
            "annotations/instances_train2017.json",
            #"{"images": [{"id": 1, "file_name": "a.jpg", "width": 20, "height": 10}, {"id": 2, "file_name": "b.jpg", "width": 4, "height": 2}, {"id": 5, "file_name": "c.jpg", "width": 4, "height": 2}], "categories": [{"id": 1, "name": "crack"}, {"id": 2, "name": "hole"}], "annotations": [{"image_id": 1, "category_id": 1, "segmentation": [[1, 2, 3, 4, 5, 9], [0, 0, 4, 0, 4, 4]]}, {"image_id": 1, "category_id": 2, "segmentation": [[9, 2, 3, 4, 5, 9]]}, {"image_id": 2, "category_id": 2, "segmentation": {"counts": [1, 3, 4], "size": [2, 4]}}]}"#
        )
        let dataset = try Self.scan(folder)
        #expect(dataset.layout == .coco)
        #expect(dataset.items.map(\.path) == ["images/a.jpg", "images/b.jpg", "images/c.jpg"])
        #expect(dataset.items.map(\.part) == [.train, .train, .train])
        #expect(
            dataset.items[0].mask
                == .polygons(
                    [[1, 2, 3, 4, 5, 9], [0, 0, 4, 0, 4, 4], [9, 2, 3, 4, 5, 9]], width: 20, height: 10))
        #expect(dataset.items[1].mask == .shapes(polygons: [], runs: [[1, 3, 4]], width: 4, height: 2))
        #expect(dataset.items[2].mask == .negative)
        #expect(dataset.items.map(\.isNegative) == [false, false, true])
        #expect(dataset.warnings == ["2 kinds of defect are taken for one: crack, hole"])
        #expect(dataset.notes.contains { $0.contains("1 pictures in") && $0.contains("images/c.jpg") })
    }

    @Test func readsLabelMe() throws {
        let folder = try TemporaryFolder()
        try folder.files("train/a.jpg", "test/b.png", "test/clean1.png")
        try folder.text(
            "train/a.json",
            #"{"version": "5.0", "imagePath": "a.jpg", "imageWidth": 20, "imageHeight": 10, "imageData": null, "shapes": [{"label": "crack", "points": [[1.5, 2], [3, 4], [5, 9]], "shape_type": "polygon"}, {"label": "crack", "points": [[2, 1], [6, 3]], "shape_type": "rectangle"}, {"label": "crack", "points": [[2, 1]], "shape_type": "point"}]}"#
        )
        try folder.text("test/b.json", #"{"imagePath": "b.png", "imageWidth": 20, "imageHeight": 10, "shapes": []}"#)
        let dataset = try Self.scan(folder, negatives: "clean*")
        #expect(dataset.layout == .labelMe)
        #expect(dataset.items.map(\.path) == ["test/b.png", "test/clean1.png", "train/a.jpg"])
        #expect(dataset.items.map(\.part) == [.test, .test, .train])
        #expect(dataset.items.map(\.isNegative) == [true, true, false])
        #expect(
            dataset.items[2].mask
                == .polygons([[1.5, 2, 3, 4, 5, 9], [2, 1, 6, 1, 6, 3, 2, 3]], width: 20, height: 10))
        #expect(dataset.warnings.contains { $0.hasPrefix("1 shapes that enclose nothing") })
    }

    @Test func circlesAreFilled() throws {
        let folder = try TemporaryFolder()
        try folder.scene("a.png", seed: 1, width: 64, height: 48)
        try folder.text(
            "a.json",
            #"{"imageWidth": 64, "imageHeight": 48, "shapes": [{"label": "pit", "points": [[30, 20], [39, 32]], "shape_type": "circle"}]}"#
        )
        let dataset = try Self.scan(folder)
        let mask = try PictureStore.prepare(dataset, frontEnd: nil).mask(of: dataset.items[0])
        for (index, value) in mask.values.enumerated() {
            let (x, y) = (Double(index % 64) + 0.5 - 30, Double(index / 64) + 0.5 - 20)
            let distance = (x * x + y * y).squareRoot()
            if abs(distance - 15) > 0.05 { #expect((value == 1) == (distance < 15)) }
        }
    }
}
