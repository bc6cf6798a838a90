public import ArgumentParser
public import Datasets
public import InspectionTypes

/// How a picture is brought to the network.
public struct PictureFrontEndOptions: ParsableArguments {
    /// Width and height in pixels, written `128` or `192x128`.
    public struct Size: ExpressibleByArgument, Equatable {
        public var width: Int
        public var height: Int

        public init(width: Int, height: Int) {
            self.width = width
            self.height = height
        }

        public init?(argument: String) {
            let parts = argument.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
            guard (1...2).contains(parts.count), let width = parts[0], let height = parts[parts.count - 1],
                (16...4096).contains(width), (16...4096).contains(height)
            else { return nil }
            self.init(width: width, height: height)
        }

        public var defaultValueDescription: String { width == height ? "\(width)" : "\(width)x\(height)" }
    }

    public enum Colour: String, ExpressibleByArgument, CaseIterable { case auto, grey, rgb }

    @Option(help: ArgumentHelp("Pixels a side, or width x height such as 192x128.", valueName: "pixels"))
    public var size: Size?

    @Option(
        help: ArgumentHelp("auto (grey where all pictures are), grey or rgb.", valueName: "colour", visibility: .hidden)
    )
    public var colour: Colour = .auto

    @Option(
        help: ArgumentHelp(
            "How a picture of other proportions is fitted: stretch, pad or crop (its middle).", valueName: "fit",
            visibility: .hidden))
    public var fit: PictureFrontEnd.Fit = .stretch

    @Option(
        help: ArgumentHelp(
            "With folders part/condition: which of them is to be told apart, part, condition or both.",
            valueName: "folder"))
    public var label: LabelBy?

    public init() {}

    public func validate() throws {
        guard fit != .tile else { throw ValidationError("--fit takes stretch, pad or crop; tiles are for segmenters.") }
    }

    /// The front end of a classifier of these pictures.
    public func frontEnd(for dataset: Dataset) throws -> PictureFrontEnd {
        let size = size ?? Size(width: 128, height: 128)
        return PictureFrontEnd(
            width: size.width, height: size.height, colour: try PictureColour.chosen(colour, for: dataset), fit: fit)
    }
}

extension LabelBy: ExpressibleByArgument {}

extension PictureFrontEnd.Fit: ExpressibleByArgument {}
extension Picture.Colour: ExpressibleByArgument {}
