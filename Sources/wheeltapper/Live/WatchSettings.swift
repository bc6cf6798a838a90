public import ArgumentParser
public import Capture

/// How pictures are taken.
struct WatchSettings {
    var coding: FrameSourceOrder.Coding?
    var everyFrame = false
    var existing = false

    /// - Throws: `ValidationError` where the input cannot be told from a slip of the pen, `CaptureError` for a camera that is not there.
    func order(_ input: SourceInput) throws -> FrameSourceOrder {
        switch input.kind {
        case .standardInput: return .input(coding, everyFrame: everyFrame)
        case .stream: return .stream(input.text)
        case .folder: return .folder(input.text, existing: existing)
        case .file: return .file(input.text)
        case .node: return .camera(input.text)
        case .device:
            // One that may come later has its place already.
            if input.text.hasPrefix("/dev/") { return .camera(input.text) }
            guard !input.text.contains("/") else {
                throw ValidationError("--input \(input.text): there is no such file or folder.")
            }
            return .camera(try Camera.chosen(input.text).path)
        }
    }
}

extension FrameSourceOrder.Coding: ExpressibleByArgument {}
