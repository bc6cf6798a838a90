import InspectionTypes
import Signals

/// Lays a map in a model's own frame back over the picture that the front end made that frame of.
enum MapPlacement {
    /// - Parameter levels: grey, covering the model's whole input, at any resolution.
    /// - Returns: of the picture's size; 0 where the front end cut the picture off.
    static func lay(_ levels: Picture, over picture: Picture, frontEnd: PictureFrontEnd) -> ProbabilityMap {
        let place = PicturePlacement(frontEnd, width: picture.width, height: picture.height)
        var map = levels
        if frontEnd.fit != .stretch {
            map = resized(map, frontEnd.width, frontEnd.height)
            map = map.window(
                left: place.left, top: place.top, width: place.resizedWidth, height: place.resizedHeight,
                beyond: .fill(0))
        }
        map = resized(map, picture.width, picture.height)
        return ProbabilityMap(width: picture.width, height: picture.height, levels: map.pixels)
    }

    private static func resized(_ map: Picture, _ width: Int, _ height: Int) -> Picture {
        map.width == width && map.height == height ? map : PictureResizer.resize(map, width: width, height: height)
    }
}
