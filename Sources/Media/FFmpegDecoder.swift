import Glibc

/// Reads what libsndfile does not through `ffmpeg` as a child process: a decoder that a hostile file can crash, but not us with it.
///
/// The child writes a WAVE stream of 32-bit floats into a pipe. It may open nothing but the file, and is ended when it has been silent for
/// half a minute or is no longer wanted.
final class FFmpegDecoder: AudioDecoder {
    let sampleRate: Double
    let channelCount: Int
    let frameCount: Int? = nil
    let promisedFrameCount: Int? = nil
    let format: String
    let mayHoldNonFinite = true
    private let path: String
    private let executable: String
    private var child: ChildProcess
    /// Bytes read from the child and not yet given out.
    private var pending: [UInt8]
    private static let patience: Int32 = 30

    /// The first executable `ffmpeg` in the folders of `searchPath`, written as the environment's `PATH`.
    static func executable(searchPath: String) -> String? {
        searchPath.split(separator: ":").map { $0 + "/ffmpeg" }.first { access($0, X_OK) == 0 }
    }

    init(path: String, executable: String) throws {
        self.path = path
        self.executable = executable
        format = "through ffmpeg"
        child = try Self.start(path, executable)
        let (header, rest) = try Self.header(path, child)
        sampleRate = Double(header.sampleRate)
        channelCount = header.channelCount
        pending = rest
    }

    private static func start(_ path: String, _ executable: String) throws -> ChildProcess {
        do {
            return try ChildProcess(
                executable: executable,
                arguments: [
                    // `file:` keeps a name from being taken for an option or an address.
                    "-nostdin", "-v", "error", "-protocol_whitelist", "file,pipe", "-i", "file:" + path, "-map",
                    "0:a:0", "-vn",
                    // Tags could make the header longer than we look for it.
                    "-map_metadata", "-1", "-fflags", "+bitexact",
                    "-c:a", "pcm_f32le", "-f", "wav", "pipe:1",
                ]
            )
        } catch let failure as ChildProcess.SpawnFailure {
            throw MediaError(.decodingFailed, path: path, "\(executable) cannot be started: \(failure.reason)")
        }
    }

    /// The stream's header, and the bytes read behind it.
    private static func header(_ path: String, _ child: ChildProcess) throws -> (WaveHeader, [UInt8]) {
        var bytes: [UInt8] = []
        var isAtEnd = false
        while bytes.count < 65_536 {
            guard try append(to: &bytes, capacity: 4096, path, child) else {
                isAtEnd = true
                break
            }
            guard let header = WaveHeader(bytes) else { continue }
            guard header.channelCount > 0, header.sampleRate > 0, header.bytesPerFrame == 4 * header.channelCount else {
                break
            }
            return (header, Array(bytes[header.dataOffset...]))
        }
        // One that still writes waits for a reader: it would never end by itself.
        if !isAtEnd { child.end() }
        _ = child.waited()
        throw MediaError(
            .notSound, path: path,
            "neither libsndfile nor ffmpeg can read it (ffmpeg: \(child.lastComplaint)): check that it is a sound file, or copy it again"
        )
    }

    /// Reads once; `false` at the end.
    private static func append(to bytes: inout [UInt8], capacity: Int, _ path: String, _ child: ChildProcess) throws
        -> Bool
    {
        let start = bytes.count
        var count: Int?
        bytes += [UInt8](unsafeUninitializedCapacity: capacity) { buffer, written in
            count = buffer.baseAddress.flatMap { child.read(into: $0, capacity: capacity, within: patience) }
            written = count ?? 0
        }
        guard count != nil else {
            throw MediaError(
                .decodingFailed, path: path,
                "ffmpeg gave nothing for \(patience) s and was ended: convert the file to WAV or FLAC first"
            )
        }
        return bytes.count > start
    }

    func read(maxFrames: Int) throws -> [[Float]] {
        let frameLength = 4 * channelCount
        let wanted = maxFrames * frameLength
        while pending.count < wanted {
            guard try Self.append(to: &pending, capacity: min(wanted - pending.count, 1 << 20), path, child) else {
                try checkEnd()
                break
            }
        }
        let count = min(maxFrames, pending.count / frameLength)
        guard count > 0 else { return (0..<channelCount).map { _ in [] } }
        let samples = [Float](unsafeUninitializedCapacity: count * channelCount) { out, written in
            pending.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(out).copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: $0.prefix(count * frameLength)))
            }
            written = count * channelCount
        }
        pending.removeFirst(count * frameLength)
        return samples.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { deinterleaved($0, frameCount: count, channelCount: channelCount) } ?? []
        }
    }

    /// A child that ends badly gave a part only; nothing says how much is missing.
    private func checkEnd() throws {
        guard child.waited() != 0 else { return }
        throw MediaError(
            .decodingFailed, path: path, "ffmpeg stopped in the middle of it (\(child.lastComplaint)): copy it again"
        )
    }

    /// Starts anew and reads up to the place: a pipe does not run backwards.
    func seek(toFrame frame: Int) throws {
        child = try Self.start(path, executable)
        pending = try Self.header(path, child).1
        var left = frame
        while left > 0 {
            let count = try read(maxFrames: min(left, 65_536)).first?.count ?? 0
            guard count > 0 else { throw MediaError(.readingFailed, path: path, "has no sample \(frame) to go to") }
            left -= count
        }
    }
}
