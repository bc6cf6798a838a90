import CSndfile
import Glibc
public import InspectionTypes

/// Writes a sound file stretch by stretch.
///
/// The samples go to a file beside the wanted one, which takes its name in ``close()``: whatever happens before, nothing half stands under
/// that name, and an older file of that name stays. Samples beyond full scale are cut to it in the integer formats. One owner.
public final class AudioFileWriter {
    public enum Format: String, Sendable, CaseIterable {
        case wav16, wav24, wavFloat, flac16, flac24

        var code: Int {
            switch self {
            case .wav16: SF_FORMAT_WAV | SF_FORMAT_PCM_16
            case .wav24: SF_FORMAT_WAV | SF_FORMAT_PCM_24
            case .wavFloat: SF_FORMAT_WAV | SF_FORMAT_FLOAT
            case .flac16: SF_FORMAT_FLAC | SF_FORMAT_PCM_16
            case .flac24: SF_FORMAT_FLAC | SF_FORMAT_PCM_24
            }
        }
    }

    public let path: String
    public let format: Format
    private let sampleRate: Double
    private let channelCount: Int
    private let temporaryPath: String
    /// `nil` once closed or given up.
    private var handle: OpaquePointer?

    /// - Throws: ``MediaError`` with code `writingFailed`.
    public convenience init(path: String, format: Format, sampleRate: Double, channelCount: Int) throws {
        try self.init(
            path: path, temporaryPath: "\(path).\(getpid())-\(UInt32.random(in: 0 ... .max)).part", format: format,
            sampleRate: sampleRate, channelCount: channelCount
        )
    }

    /// - Parameter prepare: called with the temporary path before it is opened, so that a test can put a full disk there.
    init(
        path: String, temporaryPath: String, format: Format, sampleRate: Double, channelCount: Int,
        prepare: (String) throws -> Void = { _ in }
    ) throws {
        precondition(channelCount > 0, "AudioFileWriter: \(channelCount) channels")
        self.path = path
        self.format = format
        self.sampleRate = sampleRate
        self.channelCount = channelCount
        self.temporaryPath = temporaryPath
        try prepare(temporaryPath)
        var info = SF_INFO()
        info.samplerate = Int32(clamping: Int(sampleRate.rounded()))
        info.channels = Int32(clamping: channelCount)
        info.format = Int32(format.code)
        errno = 0
        guard let handle = sf_open(temporaryPath, Int32(SFM_WRITE), &info) else {
            let reason = errno == 0 ? String(cString: sf_strerror(nil)) : String(cString: strerror(errno))
            unlink(temporaryPath)
            throw MediaError(
                .writingFailed, path: path, "cannot be written (\(reason)): check the folder, its rights and the format"
            )
        }
        sf_command(handle, Int32(SFC_SET_CLIPPING), nil, Int32(SF_TRUE))
        self.handle = handle
    }

    deinit { giveUp() }

    /// Appends a stretch.
    ///
    /// - Throws: ``MediaError`` with code `writingFailed`; nothing is left behind then.
    public func write(_ signal: AudioSignal) throws {
        precondition(
            signal.channelCount == channelCount && signal.sampleRate == sampleRate,
            "AudioFileWriter: \(signal.channelCount) channels at \(signal.sampleRate) Hz for a file of \(channelCount) at \(sampleRate) Hz"
        )
        guard let handle else { throw MediaError(.writingFailed, path: path, "has been closed already") }
        let count = signal.frameCount
        var interleaved = signal.channels[0]
        if channelCount > 1 {
            interleaved = [Float](repeating: 0, count: count * channelCount)
            for (channel, samples) in signal.channels.enumerated() {
                for frame in 0..<count { interleaved[frame * channelCount + channel] = samples[frame] }
            }
        }
        errno = 0
        guard sf_writef_float(handle, interleaved, sf_count_t(count)) == sf_count_t(count) else { throw failure() }
    }

    /// Finishes the file and gives it its name.
    ///
    /// - Throws: ``MediaError`` with code `writingFailed`; nothing is left behind then.
    public func close() throws {
        guard let open = handle else { return }
        errno = 0
        sf_write_sync(open)
        let failed = sf_error(open) != 0 || errno == ENOSPC || errno == EDQUOT || errno == EFBIG
        if failed { throw failure() }
        handle = nil
        guard sf_close(open) == 0, rename(temporaryPath, path) == 0 else {
            let reason = String(cString: strerror(errno))
            unlink(temporaryPath)
            throw MediaError(
                .writingFailed, path: path, "cannot be finished (\(reason)): check the folder and the room on the disk")
        }
    }

    private func failure() -> MediaError {
        let reason =
            errno == 0 ? handle.map { String(cString: sf_strerror($0)) } ?? "" : String(cString: strerror(errno))
        giveUp()
        return MediaError(
            .writingFailed, path: path, "could not be written (\(reason)): make room on the disk or write elsewhere")
    }

    private func giveUp() {
        guard let open = handle else { return }
        sf_close(open)
        unlink(temporaryPath)
        handle = nil
    }

    /// Writes a whole signal.
    ///
    /// - Throws: ``MediaError`` with code `writingFailed`.
    public static func write(_ signal: AudioSignal, to path: String, format: Format = .wav16) throws {
        let writer = try AudioFileWriter(
            path: path, format: format, sampleRate: signal.sampleRate, channelCount: signal.channelCount
        )
        try writer.write(signal)
        try writer.close()
    }
}
