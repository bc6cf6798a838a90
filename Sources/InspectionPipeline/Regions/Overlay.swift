public import InspectionTypes
public import Signals

/// Draws over a picture what was found in it.
///
/// ```swift
/// let shown = Overlay().draw(finding.regions, on: picture)
/// ```
///
/// A region is tinted, so that the defect stays visible below, and framed by a line just outside of its edge, so that a hair crack is not hidden.
/// Magenta stands out on concrete, steel, rust and grass, in print and for those who confuse red and green; a darker rim parts it from bright ground.
public struct Overlay: Sendable {
    /// A colour a label; one not named here takes the next of ``palette``, labels in alphabetical order.
    public var colours: [String: RGBColor]
    /// How much of a region's inside is colour, 0…1.
    public var fillOpacity: Double
    /// Of the outline, in pixels; by itself one in 400 of the shorter side, at least 1.
    public var lineWidth: Int?
    /// How much of a picture is colour where an activation map is at its highest, 0…1.
    public var heatOpacity: Double

    public init(
        colours: [String: RGBColor] = [:], fillOpacity: Double = 0.3, lineWidth: Int? = nil, heatOpacity: Double = 0.6
    ) {
        self.colours = colours
        self.fillOpacity = fillOpacity
        self.lineWidth = lineWidth
        self.heatOpacity = heatOpacity
    }

    /// Magenta, cyan, yellow, green, orange.
    public static let palette = [
        RGBColor(red: 255, green: 20, blue: 160), RGBColor(red: 0, green: 200, blue: 255),
        RGBColor(red: 255, green: 220, blue: 0), RGBColor(red: 60, green: 230, blue: 60),
        RGBColor(red: 255, green: 120, blue: 0),
    ]

    /// The picture in colour, with the regions tinted and outlined; the largest is drawn first.
    public func draw(_ regions: [Region], on picture: Picture) -> Picture {
        var canvas = PictureCanvas(picture)
        let line = lineWidth ?? max(1, min(picture.width, picture.height) / 400)
        let colours = colours(of: regions)
        for region in regions {
            guard let colour = colours[region.label] else { continue }
            let layer = RegionLayer(region, line: line, width: picture.width, height: picture.height)
            layer.each { x, y, part in
                switch part {
                case .inside: canvas.blend(colour, fillOpacity, x: x, y: y)
                case .line: canvas.blend(colour, 1, x: x, y: y)
                case .rim: canvas.blend(RGBColor(red: 0, green: 0, blue: 0), 0.45, x: x, y: y)
                }
            }
        }
        return canvas.picture
    }

    private func colours(of regions: [Region]) -> [String: RGBColor] {
        var result = colours
        let others = Set(regions.map(\.label)).subtracting(colours.keys).sorted()
        for (place, label) in others.enumerated() { result[label] = Self.palette[place % Self.palette.count] }
        return result
    }
}
