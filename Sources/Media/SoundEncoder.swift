import CSndfile
#if canImport(Musl)
import Musl
#else
import Glibc
#endif
public import InspectionTypes

/// Sounds as files' bytes, in memory.
public enum SoundEncoder {
    public enum Format: String, Sendable, CaseIterable {
        /// Ogg with Vorbis: small, lossy.
        case vorbis
        case flac
        case wav

        /// As in a `data:` address or an `audio` element.
        public var mediaType: String {
            switch self {
            case .vorbis: "audio/ogg"
            case .flac: "audio/flac"
            case .wav: "audio/wav"
            }
        }

        fileprivate var code: Int {
            switch self {
            case .vorbis: SF_FORMAT_OGG | SF_FORMAT_VORBIS
            case .flac: SF_FORMAT_FLAC | SF_FORMAT_PCM_16
            case .wav: SF_FORMAT_WAV | SF_FORMAT_PCM_16
            }
        }
    }

    /// A signal as a whole file.
    ///
    /// - Parameter quality: of Vorbis, 0…1.
    /// - Throws: ``MediaError`` with code `writingFailed`, also where libsndfile was built without the format.
    public static func encode(_ signal: AudioSignal, as format: Format, quality: Double = 0.2) throws -> [UInt8] {
        var info = SF_INFO()
        info.samplerate = Int32(clamping: Int(signal.sampleRate.rounded()))
        info.channels = Int32(clamping: signal.channelCount)
        info.format = Int32(format.code)
        let memory = MemoryFile()
        var calls = MemoryFile.calls
        // The file outlives the handle: it is kept to the end of this function.
        let user = Unmanaged.passUnretained(memory).toOpaque()
        guard let handle = sf_open_virtual(&calls, Int32(SFM_WRITE), &info, user) else {
            throw failure(format, String(cString: sf_strerror(nil)))
        }
        sf_command(handle, Int32(SFC_SET_CLIPPING), nil, Int32(SF_TRUE))
        var wanted = quality
        sf_command(
            handle, Int32(SFC_SET_VBR_ENCODING_QUALITY), &wanted, Int32(MemoryLayout<Double>.size))
        let isWhole = write(signal, handle)
        let reason = String(cString: sf_strerror(handle))
        let isClosed = sf_close(handle) == 0
        guard isWhole, isClosed else { throw failure(format, reason) }
        return withExtendedLifetime(memory) { memory.bytes }
    }

    /// In short stretches: libvorbis puts a stretch on the stack.
    private static func write(_ signal: AudioSignal, _ handle: OpaquePointer) -> Bool {
        let (stretch, channels) = (2048, signal.channelCount)
        var interleaved = [Float](repeating: 0, count: stretch * channels)
        for first in stride(from: 0, to: signal.frameCount, by: stretch) {
            let count = min(stretch, signal.frameCount - first)
            for (channel, samples) in signal.channels.enumerated() {
                for frame in 0..<count { interleaved[frame * channels + channel] = samples[first + frame] }
            }
            guard sf_writef_float(handle, interleaved, sf_count_t(count)) == sf_count_t(count) else { return false }
        }
        return true
    }

    private static func failure(_ format: Format, _ reason: String) -> MediaError {
        MediaError(
            .writingFailed, path: format.rawValue, "the sound cannot be packed (\(reason)): take another format")
    }
}

/// What libsndfile writes, kept in memory.
private final class MemoryFile {
    private(set) var bytes: [UInt8] = []
    private var position = 0

    static let calls = SF_VIRTUAL_IO(
        get_filelen: { MemoryFile.from($0).map { sf_count_t($0.bytes.count) } ?? 0 },
        seek: { offset, whence, user in MemoryFile.from(user)?.seek(Int(offset), whence) ?? -1 },
        read: { target, count, user in MemoryFile.from(user)?.read(target, Int(count)) ?? 0 },
        write: { source, count, user in MemoryFile.from(user)?.write(source, Int(count)) ?? 0 },
        tell: { MemoryFile.from($0).map { sf_count_t($0.position) } ?? 0 })

    private static func from(_ user: UnsafeMutableRawPointer?) -> MemoryFile? {
        user.map { Unmanaged<MemoryFile>.fromOpaque($0).takeUnretainedValue() }
    }

    private func seek(_ offset: Int, _ whence: Int32) -> sf_count_t {
        let base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? position : bytes.count
        position = max(0, base + offset)
        return sf_count_t(position)
    }

    private func read(_ target: UnsafeMutableRawPointer?, _ count: Int) -> sf_count_t {
        let count = min(count, max(0, bytes.count - position))
        guard count > 0, let target else { return 0 }
        bytes.withUnsafeBytes { source in
            UnsafeMutableRawBufferPointer(start: target, count: count).copyBytes(
                from: source[position..<position + count])
        }
        position += count
        return sf_count_t(count)
    }

    private func write(_ source: UnsafeRawPointer?, _ count: Int) -> sf_count_t {
        guard count > 0, let source else { return 0 }
        let end = position + count
        if end > bytes.count { bytes += [UInt8](repeating: 0, count: end - bytes.count) }
        bytes.withUnsafeMutableBytes { target in
            target[position..<end].copyBytes(from: UnsafeRawBufferPointer(start: source, count: count))
        }
        position = end
        return sf_count_t(count)
    }
}
