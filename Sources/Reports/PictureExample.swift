public import InspectionTypes

/// A picture beside what is true and what a segmenter found on it.
public struct PictureExample: Sendable {
    /// As in the evaluation's counts: its figures are looked up by this name.
    public var file: String
    public var picture: EmbeddedPicture?
    /// The picture with the true mask on it.
    public var truth: EmbeddedPicture?
    /// The picture with what was found on it.
    public var found: EmbeddedPicture?
    /// What was found, measured; the largest first.
    public var regions: [Region]
    /// What else is worth saying.
    public var note: String?

    public init(
        file: String, picture: EmbeddedPicture?, truth: EmbeddedPicture? = nil, found: EmbeddedPicture? = nil,
        regions: [Region] = [], note: String? = nil
    ) {
        self.file = file
        self.picture = picture
        self.truth = truth
        self.found = found
        self.regions = regions
        self.note = note
    }
}
