public import InspectionTypes

/// Where a picture comes to lie in a model's input, to bring places found there back to the picture.
///
/// `x_input = x_picture · scaleX + left`, the same downwards, for edges of pixels (0 is the left edge of the first).
public struct PicturePlacement: Sendable, Hashable {
    /// Input pixels a picture pixel.
    public var scaleX: Double
    /// Input pixels a picture pixel.
    public var scaleY: Double
    /// The picture's left edge in the input; negative where it is cut.
    public var left: Int
    /// The picture's upper edge in the input; negative where it is cut.
    public var top: Int
    /// Of the whole picture once resized, in input pixels.
    public var resizedWidth: Int
    /// Of the whole picture once resized, in input pixels.
    public var resizedHeight: Int

    /// How a picture of `width` × `height` pixels goes into the input of `frontEnd`.
    ///
    /// With ``PictureFrontEnd/Fit/tile`` nothing is resized: the picture stands in the middle, cut or with a border.
    public init(_ frontEnd: PictureFrontEnd, width: Int, height: Int) {
        precondition(width > 0 && height > 0, "PicturePlacement: \(width)×\(height) pixels")
        let (across, down) = (Double(frontEnd.width) / Double(width), Double(frontEnd.height) / Double(height))
        switch frontEnd.fit {
        case .stretch: (resizedWidth, resizedHeight) = (frontEnd.width, frontEnd.height)
        case .pad:
            let scale = min(across, down)
            resizedWidth = min(frontEnd.width, max(1, Int((Double(width) * scale).rounded())))
            resizedHeight = min(frontEnd.height, max(1, Int((Double(height) * scale).rounded())))
        case .crop:
            precondition(
                frontEnd.cropMargin >= 1, "PicturePlacement: a crop margin of \(frontEnd.cropMargin) leaves a border")
            // The shorter side is rounded, the longer one cut off, as torchvision does.
            let scale = max(across, down)
            let isWidthShorter = across >= down
            let shorter = (Double(isWidthShorter ? frontEnd.width : frontEnd.height) * frontEnd.cropMargin).rounded()
            let longer =
                frontEnd.width == frontEnd.height
                ? shorter * Double(isWidthShorter ? height : width) / Double(isWidthShorter ? width : height)
                : Double(isWidthShorter ? height : width) * scale * frontEnd.cropMargin
            resizedWidth = max(frontEnd.width, Int(isWidthShorter ? shorter : longer))
            resizedHeight = max(frontEnd.height, Int(isWidthShorter ? longer : shorter))
        case .tile: (resizedWidth, resizedHeight) = (width, height)
        }
        // Halves go to the even number, as Python rounds.
        left = Int((Double(frontEnd.width - resizedWidth) / 2).rounded(.toNearestOrEven))
        top = Int((Double(frontEnd.height - resizedHeight) / 2).rounded(.toNearestOrEven))
        scaleX = Double(resizedWidth) / Double(width)
        scaleY = Double(resizedHeight) / Double(height)
    }

    /// A place in the picture, in its pixels.
    public func pictureX(_ inputX: Double) -> Double { (inputX - Double(left)) / scaleX }
    /// A place in the picture, in its pixels.
    public func pictureY(_ inputY: Double) -> Double { (inputY - Double(top)) / scaleY }
}
