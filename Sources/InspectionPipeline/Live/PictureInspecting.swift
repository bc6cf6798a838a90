public import InspectionTypes

/// An ``Inspection`` of pictures, which takes them from memory as well.
public protocol PictureInspecting: Inspection {
    /// Judges a picture in memory.
    ///
    /// - Parameters:
    ///   - name: what the finding calls it.
    ///   - wantsEvidence: whether ``InspectionOutcome/evidence`` is to be filled.
    func inspect(_ picture: Picture, name: String, wantsEvidence: Bool) throws -> InspectionOutcome
}

extension PictureInspection: PictureInspecting {}
extension PictureDetection: PictureInspecting {}
extension PictureSegmentation: PictureInspecting {}
