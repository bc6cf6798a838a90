import ArgumentParser

/// What `predict` draws beside its lines.
struct DrawingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Write each picture as NAME.overlay.png with what was found, or where a classifier looked, drawn over it; of a detector's \
            sounds, the spectrogram with what differs from normal.
            """, valueName: "dir"))
    var overlay: String?

    @Option(
        help: ArgumentHelp(
            """
            Segmenters and detectors: write each picture's mask as NAME.mask.png: the pixels of the regions that are reported, without pieces \
            below the card's area. The figures of evaluate count those pieces too.
            """, valueName: "dir"))
    var masks: String?

    @Option(help: ArgumentHelp("Segmenters and detectors: write all regions as one COCO document.", valueName: "file"))
    var coco: String?

    @Option(
        help: ArgumentHelp(
            "Segmenters and detectors: the side of a pixel in millimetres, for measures in mm.", valueName: "x"))
    var mmPerPixel: Double?

    func validate() throws {
        if let mmPerPixel, !(mmPerPixel > 0 && mmPerPixel <= 1e6) {
            throw ValidationError("--mm-per-pixel takes a number above 0, such as 0.2.")
        }
    }
}
