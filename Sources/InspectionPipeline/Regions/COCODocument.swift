public import FoundationEssentials
public import InspectionTypes

/// The regions found in many pictures, in the format of the COCO data set: annotation tools and evaluators read it.
///
/// ```swift
/// var document = COCODocument(categories: ["crack"])
/// document.add(file: "wall.jpg", width: 640, height: 480, regions: finding.regions)
/// try document.write(to: "findings.json")
/// ```
///
/// Every region is an annotation with one polygon (holes are joined to the outer outline by slits without width), box, area in pixels, and score;
/// length, widths and orientation stand under `attributes`. Pictures without a finding stand among the images, as evaluators expect.
///
/// Source: cocodataset.org, "Data format", object detection.
public struct COCODocument: Sendable, Encodable, Equatable {
    public private(set) var images: [Image] = []
    public private(set) var annotations: [Annotation] = []
    public private(set) var categories: [Category]

    /// - Parameter categories: labels in the order of their numbers, from 1; labels met later are added.
    public init(categories: [String] = []) {
        self.categories = []
        for name in categories { _ = category(of: name) }
    }

    /// Adds a picture and what was found in it.
    ///
    /// - Parameters:
    ///   - file: as the data set names it, usually relative to its folder.
    ///   - width: the picture's, in pixels.
    public mutating func add(file: String, width: Int, height: Int, regions: [Region]) {
        let image = Image(id: images.count + 1, fileName: file, width: width, height: height)
        images.append(image)
        for region in regions {
            let polygon = KeyholePolygon.joined(region.polygons)
            annotations.append(
                Annotation(
                    id: annotations.count + 1, imageID: image.id, categoryID: category(of: region.label),
                    segmentation: polygon.count >= 6 ? [polygon] : [],
                    box: [region.box.x, region.box.y, region.box.width, region.box.height], area: region.area,
                    score: region.score, attributes: Attributes(region)))
        }
    }

    /// As JSON, keys sorted.
    public func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }

    /// Writes the file whole or not at all.
    ///
    /// - Throws: `AtomicFile.Failure`.
    public func write(to path: String) throws {
        try AtomicFile.write([UInt8](encoded()), to: path)
    }

    private mutating func category(of label: String) -> Int {
        if let known = categories.first(where: { $0.name == label }) { return known.id }
        categories.append(Category(id: categories.count + 1, name: label))
        return categories.count
    }
}
