public import InspectionTypes
import Signals

extension Overlay {
    /// The picture in colour under a translucent heat map: what did not speak for the class stays as it is.
    ///
    /// The map is resized to the part of the picture that it covers, bilinearly between the centres of its cells.
    public func draw(_ map: ActivationMap, on picture: Picture) -> Picture {
        var canvas = PictureCanvas(picture)
        map.normalized.sample(width: picture.width, height: picture.height) { place, value in
            // The colours of low values are dark; they fade in with the value.
            if value > 0 {
                canvas.blend(
                    ColorMap.ember(value), heatOpacity * Double(value).squareRoot(), x: place % picture.width,
                    y: place / picture.width)
            }
        }
        return canvas.picture
    }

    /// The picture in colour under a detector's anomaly map, with the regions that pass the threshold outlined.
    ///
    /// Colours mean the same on every picture: nothing is drawn where the map stays below half the way to the threshold, orange stands
    /// for the threshold, pale yellow for twice as much and more.
    ///
    /// - Parameter map: on ``AnomalyScale``.
    public func draw(_ map: ProbabilityMap, anomalies regions: [Region], on picture: Picture) -> Picture {
        precondition(
            map.width == picture.width && map.height == picture.height,
            "Overlay.draw: a map of \(map.width)×\(map.height) on a picture of \(picture.width)×\(picture.height)")
        var canvas = PictureCanvas(picture)
        let first = AnomalyScale.thresholdLevel / 2
        for (place, level) in map.levels.enumerated() where Int(level) > first {
            let share = Double(Int(level) - first) / Double(255 - first)
            canvas.blend(
                ColorMap.ember(Float(level) / 255), heatOpacity * share.squareRoot(), x: place % picture.width,
                y: place / picture.width)
        }
        var outlines = self
        outlines.fillOpacity = 0
        // On the map's reds magenta would be lost.
        for region in regions where outlines.colours[region.label] == nil {
            outlines.colours[region.label] = Self.palette[1]
        }
        return outlines.draw(regions, on: canvas.picture)
    }
}
