import Evaluation

extension SegmentationEvaluation {
    /// A segmenter's `predictions.csv`: one line a picture, figures empty where it shows no defect.
    var csv: String {
        var table = CSV(header: [
            "file", "group", "defect_pixels", "found_pixels", "right_pixels", "regions", "precision", "recall", "f1",
            "iou", "f1_2px",
        ])
        for picture in pictures {
            let pixels = picture.pixels
            let figures = [pixels.precision, pixels.recall, pixels.f1, pixels.iou, picture.tolerant.f1]
            table.append(
                [
                    picture.name, picture.group, "\(pixels.defects)", "\(pixels.found)", "\(pixels.truePositives)",
                    "\(picture.regions)",
                ] + figures.map { picture.hasDefect ? "\($0)" : "" }
            )
        }
        return table.text
    }
}
