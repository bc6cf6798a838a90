/// Whether outlines and run lengths from a file make sense, before anything is drawn from them.
enum ShapeCheck {
    /// Beyond this an outline's corner is no place in a picture.
    private static let farthest = 1e6
    private static let largestSide = 1 << 17

    /// - Parameter name: the file and picture, for the message.
    /// - Throws: ``DatasetError`` with code `mask`.
    static func check(polygons: [[Double]], runs: [[Int]], width: Int, height: Int, name: String) throws {
        func refuse(_ reason: String) -> DatasetError { DatasetError(.mask, "\(name): \(reason). Draw it anew.") }
        guard (1...largestSide).contains(width), (1...largestSide).contains(height) else {
            throw refuse("the annotations give the picture a size of \(width)×\(height) pixels")
        }
        for polygon in polygons {
            guard polygon.count >= 6, polygon.count.isMultiple(of: 2) else {
                throw refuse(
                    "an outline has \(polygon.count) numbers; it needs an x and a y for each of three corners or more")
            }
            guard polygon.allSatisfy({ $0.isFinite && abs($0) <= farthest }) else {
                throw refuse("an outline has a corner that is no place in a picture")
            }
        }
        for lengths in runs {
            var total = 0
            for length in lengths {
                guard length >= 0, length <= width * height - total else {
                    throw refuse("run lengths do not fill \(width)×\(height) pixels")
                }
                total += length
            }
            guard total == width * height else {
                throw refuse("run lengths cover \(total) of \(width * height) pixels")
            }
        }
    }
}
