import InspectionTypes

/// What is read of a JSON file of LabelMe's: outlines in one picture.
///
/// Source: the files that labelme (https://github.com/wkentaro/labelme) writes.
struct LabelMeAnnotation: Decodable {
    struct Shape: Decodable {
        var label: String
        /// `[x, y]` each.
        var points: [[Double]]
        /// `polygon` where it does not say.
        var shapeType: String?

        private enum CodingKeys: String, CodingKey {
            case label, points
            case shapeType = "shape_type"
        }

        /// `x₀, y₀, x₁, y₁ …`; `nil` for a shape that encloses nothing, such as a line or a point.
        var outline: [Double]? {
            let points = points.filter { $0.count == 2 }
            switch shapeType ?? "polygon" {
            case "polygon": return points.flatMap { $0 }
            case "rectangle" where points.count == 2:
                let (a, b) = (points[0], points[1])
                return [a[0], a[1], b[0], a[1], b[0], b[1], a[0], b[1]]
            case "rectangle" where points.count == 4: return points.flatMap { $0 }
            default: return nil
            }
        }
    }

    var shapes: [Shape]
    var imagePath: String?
    var imageWidth: Int?
    var imageHeight: Int?
}

extension SegmentationScan {
    /// Every picture with the JSON file of the same stem beside it.
    ///
    /// - Throws: ``DatasetError`` with code `mask` for a JSON file without its picture, a picture without one that no pattern calls negative, and for
    ///   outlines that make no sense.
    mutating func addLabelMe(_ files: [(path: String, document: LabelMeAnnotation)]) throws {
        var taken: Set<String> = []
        var missing: [String] = []
        var passedOver = 0
        var names: Set<String> = []
        let listing = try FolderListing(of: root)
        let byStem = Dictionary(grouping: listing.pictures, by: FileStem.stem(of:))
        for (path, document) in files {
            let folder = path.split(separator: "/").dropLast().map { $0 + "/" }.joined()
            let named = document.imagePath.flatMap { PictureFinder(root: root, folder: folder).path(of: $0) }
            guard let picture = byStem[FileStem.stem(of: path)]?.first ?? named else {
                missing.append(path)
                continue
            }
            guard taken.insert(picture).inserted else {
                throw DatasetError(
                    .mask, "Two JSON files in \(root) speak of \(picture); one of them is \(path). Remove one.")
            }
            passedOver += document.shapes.count { $0.outline == nil }
            names.formUnion(document.shapes.map(\.label))
            add(picture, mask: try mask(of: document, path), part: Self.part(ofPicture: picture))
        }
        try checkLonely(missing, bare: listing.pictures.filter { !taken.contains($0) && !isNegative($0) })
        for picture in listing.pictures where !taken.contains(picture) {
            add(picture, mask: nil, part: Self.part(ofPicture: picture))
        }
        if passedOver > 0 {
            warnings.append("\(passedOver) shapes that enclose nothing (points, lines, circles) were passed over")
        }
        if names.count > 1 {
            warnings.append(
                "\(names.count) kinds of defect are taken for one: \(names.sorted().joined(separator: ", "))")
        }
    }

    private func mask(of document: LabelMeAnnotation, _ path: String) throws -> MaskSource? {
        let outlines = document.shapes.compactMap(\.outline)
        guard !outlines.isEmpty else { return nil }
        guard let width = document.imageWidth, let height = document.imageHeight else {
            throw DatasetError(.mask, "\(root)/\(path) does not say the picture's imageWidth and imageHeight.")
        }
        try ShapeCheck.check(polygons: outlines, runs: [], width: width, height: height, name: "\(root)/\(path)")
        return .polygons(outlines, width: width, height: height)
    }

    private func checkLonely(_ missing: [String], bare: [String]) throws {
        guard missing.isEmpty else {
            throw DatasetError(
                .mask,
                "\(missing.count) JSON files in \(root) have no picture: \(NamedFiles.list(missing)). Put the picture of the same name beside each, or remove it."
            )
        }
        guard bare.isEmpty else {
            throw DatasetError(
                .mask,
                "\(bare.count) pictures in \(root) have no JSON file: \(NamedFiles.list(bare.sorted())). Draw their defects, "
                    + "or name those without one by a pattern (--negatives 'noncrack*')."
            )
        }
    }

    /// Of a picture below `train/` or `test/`.
    private static func part(ofPicture path: String) -> DataPart? {
        path.contains("/") ? path.split(separator: "/").first.flatMap { DataPart(named: String($0)) } : nil
    }
}
