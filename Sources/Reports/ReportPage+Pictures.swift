import Plotting

extension ReportPage {
    /// Pictures side by side, each with its words below; those that are missing leave no hole.
    static func shots(_ pictures: [(picture: EmbeddedPicture?, caption: String, alternative: String)]) -> HTML? {
        let shots = pictures.compactMap { one in one.picture.map { shot($0, one.caption, one.alternative) } }
        return shots.isEmpty ? nil : "<div class=\"shots\" style=\"--shots:\(shots.count)\">\(shots)</div>"
    }

    /// - Parameter alternative: For those who do not see it.
    private static func shot(_ picture: EmbeddedPicture, _ caption: String, _ alternative: String) -> HTML {
        let image: HTML =
            picture.bytes.isEmpty
            ? "<div class=\"omitted\">Left out: the page would grow too large to be mailed.</div>"
            : image(picture, alternative)
        return "<figure class=\"shot\">\(image)<figcaption>\(picture.caption ?? caption)</figcaption></figure>"
    }

    static func image(_ picture: EmbeddedPicture, _ alternative: String) -> HTML {
        """
        <img\(picture.isTiny ? " class=\"tiny\"" as HTML : "") alt="\(alternative)" width="\(picture.width)" height="\(picture.height)" src="data:\(picture.mediaType);base64,\(HTML(markup: Base64.encoded(picture.bytes)))">
        """
    }
}
