import InspectionTypes
import Media

/// A picture file as an inspection reads it.
enum PictureReading {
    static func read(_ order: InspectionOrder) throws -> (picture: Picture, warnings: [String]) {
        if !PictureFile.isPicture(order.path), AudioFile.isSound(order.path) {
            throw PipelineError(
                .input, "\(order.path) is a sound, and this model looks at pictures: give it a JPEG or PNG file")
        }
        return (try PictureFile.read(order.path), try PictureFile.header(of: order.path).warnings)
    }
}
