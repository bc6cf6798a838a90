import Evaluation

/// Keeps a page small enough to be mailed: says of one picture after the other whether it still fits.
struct PictureBudget {
    private let each: Int
    private var left: Int

    init(_ limits: Report.Limits) {
        each = limits.pictureBytesEach
        left = limits.pictureBytesTogether
    }

    /// The picture without its bytes where they do not fit; a smaller one after it still may.
    mutating func fit(_ picture: inout EmbeddedPicture?) {
        guard let size = picture?.bytes.count else { return }
        if size <= min(each, left) { left -= size } else { picture?.bytes = [] }
    }

    mutating func fit(_ example: inout PictureExample) {
        fit(&example.picture)
        fit(&example.truth)
        fit(&example.found)
    }
}

extension Report {
    /// With as many examples as ``Limits/mistakes`` allows, and their pictures within its bytes.
    var withinLimits: Report {
        var report = self
        var budget = PictureBudget(limits)
        report.worstPictures = Array(worstPictures.prefix(limits.mistakes))
        report.gallery = Array(gallery.prefix(limits.mistakes))
        report.mistakes = Array(mistakes.prefix(limits.mistakes))
        for index in report.mistakes.indices {
            budget.fit(&report.mistakes[index].picture)
            budget.fit(&report.mistakes[index].activationMap)
        }
        budget.fit(&report.augmentationSheet)
        // By turns, so that neither section is left without pictures.
        for index in 0..<max(report.gallery.count, report.worstPictures.count) {
            if index < report.worstPictures.count { budget.fit(&report.worstPictures[index]) }
            if index < report.gallery.count { budget.fit(&report.gallery[index]) }
        }
        report.detections = within(budget: &budget)
        return report
    }

    /// Of each kind of verdict as many as ``Limits/mistakes`` allows, sounds and pictures as far as they fit.
    private func within(budget: inout PictureBudget) -> [DetectionExample] {
        let kept =
            detections.filter(\.item.isWrong).prefix(limits.mistakes)
            + detections.filter { !$0.item.isWrong }.prefix(limits.mistakes)
        var audioLeft = limits.audioBytesTogether
        func fit(_ audio: inout Mistake.Audio?) {
            guard let size = audio?.bytes.count else { return }
            if size <= min(limits.audioBytesEach, audioLeft) { audioLeft -= size } else { audio = nil }
        }
        // What was judged is heard before what it resembles.
        var fitted = Array(kept)
        for index in fitted.indices { fit(&fitted[index].audio) }
        for index in fitted.indices {
            fit(&fitted[index].nearestAudio)
            budget.fit(&fitted[index].picture)
            budget.fit(&fitted[index].truth)
            budget.fit(&fitted[index].map)
            budget.fit(&fitted[index].nearestPicture)
        }
        return fitted
    }
}
