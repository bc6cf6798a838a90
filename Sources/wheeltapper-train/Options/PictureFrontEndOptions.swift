public import ArgumentParser
import Datasets
public import InspectionTypes

/// How a picture is brought to the network.
struct PictureFrontEndOptions: ParsableArguments {
    /// Width and height in pixels, written `128` or `192x128`.
    struct Size: ExpressibleByArgument, Equatable {
        var width: Int
        var height: Int

        init(width: Int, height: Int) {
            self.width = width
            self.height = height
        }

        init?(argument: String) {
            let parts = argument.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
            guard (1...2).contains(parts.count), let width = parts[0], let height = parts[parts.count - 1],
                (16...4096).contains(width), (16...4096).contains(height)
            else { return nil }
            self.init(width: width, height: height)
        }

        var defaultValueDescription: String { width == height ? "\(width)" : "\(width)x\(height)" }
    }

    enum Colour: String, ExpressibleByArgument, CaseIterable { case auto, grey, rgb }

    @Option(help: ArgumentHelp("Pixels a side, or width x height such as 192x128.", valueName: "pixels"))
    var size: Size?

    @Option(help: ArgumentHelp("auto (grey where all pictures are), grey or rgb.", valueName: "colour"))
    var colour: Colour = .auto
}

extension PictureFrontEnd.Fit: ExpressibleByArgument {}
extension Picture.Colour: ExpressibleByArgument {}
