/// Which pixels of a picture belong to a defect.
public struct Mask: Sendable, Equatable {
    /// In pixels.
    public let width: Int
    /// In pixels.
    public let height: Int
    /// Row by row from the top, 1 where the defect is, else 0.
    public var values: [UInt8]

    public init(width: Int, height: Int, values: [UInt8]) {
        precondition(width > 0 && height > 0, "Mask: \(width)×\(height) pixels")
        precondition(values.count == width * height, "Mask: \(values.count) values for \(width)×\(height) pixels")
        self.width = width
        self.height = height
        self.values = values
    }

    /// A mask without a defect.
    public init(width: Int, height: Int) {
        self.init(width: width, height: height, values: [UInt8](repeating: 0, count: width * height))
    }

    /// Pixels that belong to the defect.
    public var area: Int { values.reduce(0) { $0 + Int($1) } }
}
