import Capture
import InspectionPipeline
import InspectionTypes

/// A frame on its way to the inspecting threads.
struct FrameOrder: Sendable {
    var source: Int
    var name: String
    var frame: Frame
    /// It has been the same for too long to be looked at.
    var isFrozen: Bool
}

/// What was made of a frame. Made on any thread.
struct FrameLook: Sendable {
    var frame: Frame
    var quality: PictureQuality?
    var problem: SignalProblem?
    var outcome: InspectionOutcome?
    /// Why there is no verdict though nothing is wrong with the picture, or why the picture could not be read.
    var failure: String?

    init(_ order: FrameOrder, _ inspection: any PictureInspecting, rules: PictureRules, wantsEvidence: Bool) {
        frame = order.frame
        if order.isFrozen {
            problem = .frozen
            return
        }
        let picture: Picture
        do {
            picture = try frame.picture(name: order.name)
        } catch {
            (problem, failure) = (.damaged, "\(error)")
            return
        }
        let quality = PictureQuality(of: picture, rules: rules)
        (self.quality, problem) = (quality, quality.problem)
        guard quality.problem == nil else { return }
        do {
            outcome = try inspection.inspect(picture, name: order.name, wantsEvidence: wantsEvidence)
        } catch {
            failure = "\(error)"
        }
    }
}
