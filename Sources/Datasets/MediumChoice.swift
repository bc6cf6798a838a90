import InspectionTypes

/// Whether a data set is of sounds or of pictures.
///
/// The medium that most files are of; where they are as many, the pictures are taken for what goes with the sounds (a spectrogram beside each).
/// The others are passed over with a warning.
struct MediumChoice {
    let medium: ModelCard.Medium
    /// Where files of the other medium are passed over.
    let warning: String?

    /// - Parameter wanted: what the user said.
    init(wanted: ModelCard.Medium?, _ listings: [FolderListing]) {
        let sounds = listings.reduce(0) { $0 + $1.files(of: .sound).count }
        let pictures = listings.reduce(0) { $0 + $1.files(of: .picture).count }
        self.init(wanted: wanted, sounds: sounds, pictures: pictures)
    }

    init(wanted: ModelCard.Medium?, sounds: Int, pictures: Int) {
        medium = wanted ?? (pictures > sounds ? .picture : .sound)
        let others = medium == .sound ? pictures : sounds
        let other: ModelCard.Medium = medium == .sound ? .picture : .sound
        warning =
            others > 0 && wanted == nil
            ? "the data holds \(medium == .sound ? sounds : pictures) \(medium.files) and \(others) \(other.files): it is taken for \(medium.files), "
                + "the \(other.files) are not used"
            : nil
    }
}
