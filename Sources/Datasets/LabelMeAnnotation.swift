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

        /// `polygon` where the file does not say.
        var kind: String { shapeType ?? "polygon" }

        /// `x₀, y₀, x₁, y₁ …`; `nil` for a shape that encloses nothing that is read here, such as a line, a point or a packed mask.
        ///
        /// - Throws: ``DatasetError`` with code `mask` for corners that make no such shape.
        func outline() throws -> [Double]? {
            guard ["polygon", "rectangle", "circle"].contains(kind) else { return nil }
            guard points.allSatisfy({ $0.count == 2 && $0.allSatisfy(\.isFinite) }) else {
                throw DatasetError(.mask, "a \(kind) ('\(label)') has a corner that is not an x and a y")
            }
            switch (kind, points.count) {
            case ("polygon", 3...), ("rectangle", 4): return points.flatMap { $0 }
            case ("rectangle", 2):
                let (a, b) = (points[0], points[1])
                return [a[0], a[1], b[0], a[1], b[0], b[1], a[0], b[1]]
            case ("circle", 2) where points[0] != points[1]:
                return CircleOutline.corners(centre: points[0], rim: points[1])
            default: throw DatasetError(.mask, "a \(kind) ('\(label)') of \(points.count) points encloses nothing")
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
    /// - Throws: ``DatasetError`` with code `mask` for a JSON file without its picture, a picture without one that no pattern calls negative, for
    ///   outlines that make no sense, and for a picture with shapes none of which is an outline.
    mutating func addLabelMe(_ files: [(path: String, document: LabelMeAnnotation)]) throws {
        var taken: Set<String> = []
        var missing: [String] = []
        var passedOver = 0
        var names: Set<String> = []
        let listing = try FolderListing(of: root)
        let byStem = Dictionary(grouping: listing.pictures, by: FileStem.stem(of:))
        for (path, document) in files {
            let folder = path.split(separator: "/").dropLast().map { $0 + "/" }.joined()
            var finder = PictureFinder(root: root, folder: folder)
            guard
                let picture = try byStem[FileStem.stem(of: path)]?.first
                    ?? document.imagePath.flatMap({ try finder.path(of: $0) })
            else {
                missing.append(path)
                continue
            }
            guard taken.insert(picture).inserted else {
                throw DatasetError(
                    .mask, "Two JSON files in \(root) speak of \(picture); one of them is \(path). Remove one.")
            }
            let outlines = try outlines(of: document, path, picture)
            passedOver += document.shapes.count - outlines.count
            names.formUnion(document.shapes.map(\.label))
            add(picture, mask: try mask(of: document, outlines, path), part: Self.part(ofPicture: picture))
        }
        try checkLonely(missing, bare: listing.pictures.filter { !taken.contains($0) && !isNegative($0) })
        for picture in listing.pictures where !taken.contains(picture) {
            add(picture, mask: nil, part: Self.part(ofPicture: picture))
        }
        if passedOver > 0 {
            warnings.append("\(passedOver) shapes that enclose nothing (points, lines, packed masks) were passed over")
        }
        if names.count > 1 {
            warnings.append(
                "\(names.count) kinds of defect are taken for one: \(names.sorted().joined(separator: ", "))")
        }
    }

    private func outlines(of document: LabelMeAnnotation, _ path: String, _ picture: String) throws -> [[Double]] {
        let outlines: [[Double]]
        do {
            outlines = try document.shapes.compactMap { try $0.outline() }
        } catch let error as DatasetError {
            throw DatasetError(error.code, "\(root)/\(path): \(error.message). Draw it anew, or remove it.")
        }
        // Somebody marked a defect there: to call it none would teach the opposite.
        guard !outlines.isEmpty || document.shapes.isEmpty else {
            let kinds = Set(document.shapes.map(\.kind)).sorted().joined(separator: ", ")
            throw DatasetError(
                .mask,
                "\(root)/\(path): none of the \(document.shapes.count) shapes in \(picture) is an outline (\(kinds)). Draw polygons, rectangles or "
                    + "circles around its defects, or remove the shapes if it shows none."
            )
        }
        return outlines
    }

    private func mask(of document: LabelMeAnnotation, _ outlines: [[Double]], _ path: String) throws -> MaskSource? {
        guard !outlines.isEmpty else { return nil }
        guard let width = document.imageWidth, let height = document.imageHeight else {
            throw DatasetError(
                .mask,
                "\(root)/\(path) does not say the picture's imageWidth and imageHeight. Add them, or open it in LabelMe and save it again."
            )
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
