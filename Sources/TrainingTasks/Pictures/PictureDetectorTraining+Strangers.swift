public import DetectorFitting

/// What becomes of pictures among the normal ones that look unlike the others.
extension PictureDetectorTraining {
    /// Tells of each, and gives the paths of those that are neither learnt nor set a threshold: all, unless they are to be kept.
    public func leftOut(_ strangers: [StrangePicture]) -> Set<String> {
        let keeps = words.detector.keepOutliers
        for stranger in strangers.prefix(20) {
            note(
                "\(stranger.path) stands among the normal pictures and looks unlike them (\(Int(stranger.deviations)) deviations): "
                    + (keeps
                        ? "learnt from all the same (--keep-outliers)"
                        : "not learnt from; look at it, and say --keep-outliers if it is normal"))
        }
        if strangers.count > 20 { note("and \(strangers.count - 20) more look unlike the others") }
        return keeps ? [] : Set(strangers.map(\.path))
    }

    /// What the card says of them.
    public func caveats(_ strangers: [StrangePicture]) -> [String] {
        guard !strangers.isEmpty else { return [] }
        let names = strangers.prefix(5).map(\.path).joined(separator: ", ") + (strangers.count > 5 ? " …" : "")
        let pictures = strangers.count == 1 ? "1 picture" : "\(strangers.count) pictures"
        let verb = strangers.count == 1 ? ("looks", "was") : ("look", "were")
        return [
            "\(pictures) among the normal ones \(verb.0) unlike the others and \(verb.1) "
                + (words.detector.keepOutliers ? "learnt from all the same" : "not learnt from") + ": \(names)"
        ]
    }

    /// Tells of a fitting's stages, and stops it where someone asks for that.
    public func progress() -> PictureScaling.Progress {
        let stages = StageReporter(host.tell)
        return { stage, done, total in
            stages.report(stage, done, total)
            return !StopSignal.isRaised
        }
    }
}
