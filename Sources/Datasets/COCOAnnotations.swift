import InspectionTypes

/// What is read of a JSON file in COCO's form: pictures, and outlines or run lengths of what they show.
///
/// Source: the data format of the COCO data set, https://cocodataset.org/#format-data.
struct COCOAnnotations: Decodable {
    struct Image: Decodable {
        var id: Int
        var fileName: String
        var width: Int
        var height: Int

        private enum CodingKeys: String, CodingKey {
            case id, width, height
            case fileName = "file_name"
        }
    }

    struct Annotation: Decodable {
        var imageID: Int
        var categoryID: Int?
        var segmentation: Segmentation?

        /// Whether it says which pixels it means: a box alone does not.
        var hasOutline: Bool {
            switch segmentation {
            case .polygons(let outlines): !outlines.isEmpty
            case .runs: true
            case nil: false
            }
        }

        private enum CodingKeys: String, CodingKey {
            case segmentation
            case imageID = "image_id"
            case categoryID = "category_id"
        }
    }

    struct Category: Decodable {
        var id: Int
        var name: String
    }

    enum Segmentation: Decodable {
        case polygons([[Double]])
        case runs([Int])

        private struct Runs: Decodable {
            /// Numbers, or a string where they are packed.
            enum Counts: Decodable {
                case lengths([Int])
                case packed

                init(from decoder: any Decoder) throws {
                    let container = try decoder.singleValueContainer()
                    if (try? container.decode(String.self)) != nil {
                        self = .packed
                    } else {
                        self = .lengths(try container.decode([Int].self))
                    }
                }
            }
            var counts: Counts
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let polygons = try? container.decode([[Double]].self) {
                self = .polygons(polygons)
                return
            }
            switch try container.decode(Runs.self).counts {
            case .lengths(let lengths): self = .runs(lengths)
            case .packed:
                throw DatasetError(
                    .mask,
                    "an annotation holds packed run lengths (a string under 'counts'), which are not read here. Write them as plain numbers, "
                        + "as polygons, or as masks in pictures."
                )
            }
        }
    }

    var images: [Image]
    var annotations: [Annotation]
    var categories: [Category]?
}

extension SegmentationScan {
    /// The pictures of one JSON file, each with all of its annotations.
    ///
    /// A picture without annotations is taken to show no defect; one that has some, but no outline of them, is none that could be learnt from.
    ///
    /// - Throws: ``DatasetError`` with code `mask` for an annotation without its picture, a picture that is nowhere, shapes that make no sense, and
    ///   pictures whose annotations have no outline.
    mutating func addCOCO(_ file: (path: String, document: COCOAnnotations)) throws {
        let (path, document) = file
        let annotations = Dictionary(grouping: document.annotations, by: \.imageID)
        let known = Set(document.images.map(\.id))
        let strays = annotations.keys.filter { !known.contains($0) }.sorted()
        guard strays.isEmpty else {
            throw DatasetError(
                .mask,
                "\(root)/\(path): annotations speak of pictures that it does not list, with the ids \(NamedFiles.list(strays.map { "\($0)" })). "
                    + "Remove them, or list the pictures under 'images'."
            )
        }
        let folder = path.split(separator: "/").dropLast().map { $0 + "/" }.joined()
        let part = Self.part(ofAnnotations: path)
        var finder = PictureFinder(root: root, folder: folder, part: Self.folderName(ofAnnotations: path))
        var missing: [String] = []
        var bare: [String] = []
        var boxed: [String] = []
        var boxCount = 0
        for image in document.images {
            guard let found = try finder.path(of: image.fileName) else {
                missing.append(image.fileName)
                continue
            }
            let own = annotations[image.id] ?? []
            boxCount += own.count { !$0.hasOutline }
            guard let mask = try mask(of: image, own, in: path) else {
                // Somebody saw a defect there: to call it none would teach the opposite.
                guard own.isEmpty else {
                    boxed.append(image.fileName)
                    continue
                }
                if !isNegative(found) { bare.append(found) }
                add(found, mask: nil, part: part)
                continue
            }
            add(found, mask: mask, part: part)
        }
        guard missing.isEmpty else {
            throw DatasetError(
                .mask,
                "\(root)/\(path) lists \(missing.count) pictures that are not there: \(NamedFiles.list(missing)). "
                    + "They are looked for beside it, in images/, in a folder named for its part (instances_train.json: train/), under the data's "
                    + "folder, and by their bare names where only one picture bears it. Put them there, or remove them from the list."
            )
        }
        guard boxed.isEmpty else {
            throw DatasetError(
                .mask,
                "\(root)/\(path): \(boxed.count) \(boxed.count == 1 ? "picture has" : "pictures have") annotations but no outline (a box alone, or an "
                    + "empty segmentation): \(NamedFiles.list(boxed)). Draw the outlines of their defects, or remove the annotations of pictures "
                    + "that show none."
            )
        }
        if boxCount > 0 {
            warnings.append(
                "\(boxCount) annotations in \(path) without an outline were passed over: what they mark counts as free of defects"
            )
        }
        noteCategories(document)
        if !bare.isEmpty {
            notes.append(
                "\(bare.count) pictures in \(path) have no annotation and are taken to show no defect: \(NamedFiles.list(bare))"
            )
        }
    }

    private func mask(
        of image: COCOAnnotations.Image, _ annotations: [COCOAnnotations.Annotation], in path: String
    ) throws -> MaskSource? {
        var polygons: [[Double]] = []
        var runs: [[Int]] = []
        for annotation in annotations {
            switch annotation.segmentation {
            case .polygons(let outlines): polygons += outlines
            case .runs(let lengths): runs.append(lengths)
            case nil: continue
            }
        }
        guard !polygons.isEmpty || !runs.isEmpty else { return nil }
        try ShapeCheck.check(
            polygons: polygons, runs: runs, width: image.width, height: image.height,
            name: "\(root)/\(path): \(image.fileName)")
        return .shapes(polygons: polygons, runs: runs, width: image.width, height: image.height)
    }

    private mutating func noteCategories(_ document: COCOAnnotations) {
        let used = Set(document.annotations.compactMap(\.categoryID))
        let names = (document.categories ?? []).filter { used.contains($0.id) }.map(\.name).sorted()
        guard names.count > 1 else { return }
        let warning = "\(names.count) kinds of defect are taken for one: \(names.joined(separator: ", "))"
        if !warnings.contains(warning) { warnings.append(warning) }
    }

    /// `train/_annotations.coco.json` and `annotations/instances_val2017.json` name their part.
    private static func part(ofAnnotations path: String) -> DataPart? {
        let words = path.split { !$0.isLetter }.map(String.init)
        return words.lazy.compactMap { DataPart(named: $0) }.first
    }

    /// What a folder of its pictures alone would be called: `train2017` for `annotations/instances_train2017.json`, `val` for `val.json`.
    private static func folderName(ofAnnotations path: String) -> String {
        let stem = FileStem.stem(of: path.split(separator: "/").last.map(String.init) ?? path)
        return stem.hasPrefix("instances_") ? String(stem.dropFirst("instances_".count)) : stem
    }
}
