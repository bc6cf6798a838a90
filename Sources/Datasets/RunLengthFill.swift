import InspectionTypes

/// COCO's uncompressed run lengths made masks.
enum RunLengthFill {
    /// Marks what the runs cover: column by column from the left, each from the top; lengths of not-defect and defect in turn, the first of not-defect.
    static func fill(_ lengths: [Int], into mask: inout Mask) {
        var place = 0
        for (index, length) in lengths.enumerated() {
            if !index.isMultiple(of: 2) {
                for pixel in place..<min(place + length, mask.width * mask.height) {
                    mask.values[pixel % mask.height * mask.width + pixel / mask.height] = 1
                }
            }
            place += length
        }
    }
}
