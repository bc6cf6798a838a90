public import InspectionTypes
public import NeuralNetworks

extension BackboneOptions {
    /// A front end for a backbone: three colours, and the file's own size where it takes no other.
    ///
    /// - Parameters:
    ///   - isSizeFree: whether pictures of other sizes than the file's can be taken.
    ///   - tell: is told what becomes other than asked for.
    public static func fitted(
        _ frontEnd: PictureFrontEnd, to input: PictureInput, isSizeFree: Bool, tell: (String) -> Void
    ) -> PictureFrontEnd {
        var frontEnd = frontEnd
        if frontEnd.colour == .grey { tell("the backbone takes colours: pictures are read as rgb") }
        frontEnd.colour = .rgb
        let (height, width) = (input.height ?? frontEnd.height, input.width ?? frontEnd.width)
        guard !isSizeFree, (height, width) != (frontEnd.height, frontEnd.width) else { return frontEnd }
        tell("the backbone takes pictures of \(width)×\(height) only: that size is used")
        (frontEnd.height, frontEnd.width) = (height, width)
        frontEnd.overlap = min(frontEnd.overlap, min(height, width) / 4)
        return frontEnd
    }
}
