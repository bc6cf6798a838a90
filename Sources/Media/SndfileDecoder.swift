import CSndfile

/// Reads through libsndfile. Owns the handle.
final class SndfileDecoder: AudioDecoder {
    /// Why libsndfile does not want a file.
    struct Refusal: Error {
        var text: String
    }

    let sampleRate: Double
    let channelCount: Int
    let frameCount: Int?
    let promisedFrameCount: Int?
    let format: String
    let mayHoldNonFinite: Bool
    private let handle: OpaquePointer
    private let path: String
    /// Interleaved samples on their way, reused.
    private var interleaved: [Float] = []

    static func open(_ path: String, _ probe: FileProbe) -> Result<SndfileDecoder, Refusal> {
        var info = SF_INFO()
        guard let handle = sf_open(path, Int32(SFM_READ), &info) else {
            return .failure(Refusal(text: String(cString: sf_strerror(nil))))
        }
        return .success(SndfileDecoder(path, handle, info, probe))
    }

    private init(_ path: String, _ handle: OpaquePointer, _ info: SF_INFO, _ probe: FileProbe) {
        self.path = path
        self.handle = handle
        sampleRate = Double(info.samplerate)
        channelCount = Int(info.channels)
        // A stream's length is unknown: libsndfile gives the largest number then.
        frameCount = info.frames >= 0 && info.frames < Int64.max / 2 ? Int(info.frames) : nil
        format = Self.describe(info.format)
        let coding = Int(info.format) & SF_FORMAT_SUBMASK
        mayHoldNonFinite = coding == SF_FORMAT_FLOAT || coding == SF_FORMAT_DOUBLE
        promisedFrameCount = WaveHeader(probe.opening).flatMap { header in
            guard let length = header.dataLength, header.bytesPerFrame > 0 else { return nil }
            // Codings of whole blocks (ADPCM) count otherwise.
            return [1, 3, 0xFFFE].contains(header.formatTag) ? length / header.bytesPerFrame : nil
        }
    }

    deinit { sf_close(handle) }

    func read(maxFrames: Int) throws -> [[Float]] {
        guard channelCount > 1 else {
            let samples = [Float](unsafeUninitializedCapacity: maxFrames) { buffer, count in
                count = max(0, Int(sf_readf_float(handle, buffer.baseAddress, sf_count_t(maxFrames))))
            }
            if samples.isEmpty { try checkError() }
            return [samples]
        }
        let wanted = maxFrames * channelCount
        if interleaved.count < wanted { interleaved = [Float](repeating: 0, count: wanted) }
        let channels = interleaved.withUnsafeMutableBufferPointer { buffer -> [[Float]] in
            guard let base = buffer.baseAddress else { return [] }
            let count = max(0, Int(sf_readf_float(handle, base, sf_count_t(maxFrames))))
            return deinterleaved(base, frameCount: count, channelCount: channelCount)
        }
        if channels.first?.isEmpty ?? true { try checkError() }
        return channels
    }

    /// At the end of a damaged file libsndfile reads nothing and holds an error; if anything was read before, that is used.
    private func checkError() throws {
        guard sf_error(handle) != 0, sf_seek(handle, 0, SEEK_CUR) == 0 else { return }
        throw MediaError(
            .decodingFailed, path: path,
            "is damaged and cannot be decoded (\(String(cString: sf_strerror(handle)))): copy it again"
        )
    }

    func seek(toFrame frame: Int) throws {
        guard sf_seek(handle, sf_count_t(frame), SEEK_SET) >= 0 else {
            throw MediaError(
                .readingFailed, path: path, "has no sample \(frame) to go to: \(String(cString: sf_strerror(handle)))")
        }
    }

    private static func describe(_ format: Int32) -> String {
        let parts = [SF_FORMAT_TYPEMASK, SF_FORMAT_SUBMASK].map { mask -> String in
            var info = SF_FORMAT_INFO()
            info.format = format & Int32(mask)
            let size = Int32(MemoryLayout<SF_FORMAT_INFO>.size)
            guard sf_command(nil, Int32(SFC_GET_FORMAT_INFO), &info, size) == 0, let name = info.name else {
                return "?"
            }
            return String(cString: name)
        }
        return parts.joined(separator: ", ")
    }
}
