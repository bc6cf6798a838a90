import InspectionTypes

extension COCODocument {
    public struct Image: Sendable, Encodable, Equatable {
        public var id: Int
        public var fileName: String
        public var width: Int
        public var height: Int

        enum CodingKeys: String, CodingKey {
            case id, width, height
            case fileName = "file_name"
        }
    }

    public struct Category: Sendable, Encodable, Equatable {
        public var id: Int
        public var name: String
    }

    public struct Annotation: Sendable, Encodable, Equatable {
        public var id: Int
        public var imageID: Int
        public var categoryID: Int
        /// Polygons, `x, y, x, y …` in pixels.
        public var segmentation: [[Double]]
        /// `x, y, width, height` in pixels.
        public var box: [Int]
        /// In pixels.
        public var area: Int
        public var score: Double
        /// A region is one thing, never a crowd of them.
        public var isCrowd = 0
        public var attributes: Attributes

        enum CodingKeys: String, CodingKey {
            case id, segmentation, area, score, attributes
            case imageID = "image_id"
            case categoryID = "category_id"
            case box = "bbox"
            case isCrowd = "iscrowd"
        }
    }

    /// What COCO has no field for, where annotation tools look for it.
    public struct Attributes: Sendable, Encodable, Equatable {
        public var length: Double
        public var meanWidth: Double
        public var largestWidth: Double
        public var orientation: Double
        public var areaInSquareMillimetres: Double?
        public var lengthInMillimetres: Double?
        public var meanWidthInMillimetres: Double?
        public var largestWidthInMillimetres: Double?

        enum CodingKeys: String, CodingKey {
            case length, orientation
            case meanWidth = "mean_width"
            case largestWidth = "largest_width"
            case areaInSquareMillimetres = "area_mm2"
            case lengthInMillimetres = "length_mm"
            case meanWidthInMillimetres = "mean_width_mm"
            case largestWidthInMillimetres = "largest_width_mm"
        }

        init(_ region: Region) {
            length = region.length
            meanWidth = region.meanWidth
            largestWidth = region.largestWidth
            orientation = region.orientation
            areaInSquareMillimetres = region.millimetres?.area
            lengthInMillimetres = region.millimetres?.length
            meanWidthInMillimetres = region.millimetres?.meanWidth
            largestWidthInMillimetres = region.millimetres?.largestWidth
        }
    }
}
