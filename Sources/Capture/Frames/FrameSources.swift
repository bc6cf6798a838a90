import Glibc
import InspectionTypes
import Media

/// Opens sources of pictures.
public enum FrameSources {
    /// Opens a source and begins to take frames from it.
    ///
    /// - Parameters:
    ///   - order: which.
    ///   - name: what the user calls it, for messages.
    ///   - rate: how often pictures are wanted.
    ///   - wake: rung whenever there is something to fetch.
    ///   - options: how patiently the source is sought.
    /// - Throws: ``CaptureError`` or `MediaError` where it cannot be had at all: there is no such file, folder or camera, or no ffmpeg. A
    ///   stream that is not there yet is no error but `disconnected`.
    public static func open(
        _ order: FrameSourceOrder, name: String, rate: FrameRate = FrameRate(), wake: Doorbell,
        options: SourceOptions = SourceOptions()
    ) throws -> FrameFeed {
        let source = try source(order, name, rate, options)
        let queue = FrameQueue(interval: rate.interval, wake: wake)
        let end = try SourceThread.serve(source, queue, name: name)
        return FrameFeed(name: name, isLive: source.isLive, queue: queue, end: end)
    }

    private static func source(
        _ order: FrameSourceOrder, _ name: String, _ rate: FrameRate, _ options: SourceOptions
    ) throws -> any CaptureSource<FrameQueue> {
        switch order {
        case .camera(let path): return try camera(path, name, rate, options)
        case .stream(let text):
            let address = try StreamAddress(text)
            return StreamSource(
                reader: FrameStreamReader(address, rate: rate), name: name,
                ffmpeg: try options.ffmpeg(for: "\(name): \(address.shown) can only be seen"),
                backOff: options.backOff, silenceLimit: options.silenceLimit)
        case .folder(let path, let existing):
            return try FolderSource<FrameItem, FrameQueue>(
                path: path, name: name, existing: existing, options: options,
                wants: { PictureFormat(nameOf: $0) != nil },
                greet: { $0.opened(FrameFormat(description: "\(path): pictures as they come")) },
                read: { try PictureFileSource.send($0, $1) })
        case .file(let path): return try file(path, name, rate, options)
        case .input(let coding, let everyFrame, let descriptor):
            var facts = stat()
            let isFile = fstat(descriptor, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
            return FrameByteSource(
                isLive: !everyFrame && !isFile, input: .descriptor(descriptor), coding: coding, name: name,
                rate: rate, options: options)
        }
    }

    private static func camera(
        _ path: String, _ name: String, _ rate: FrameRate, _ options: SourceOptions
    ) throws -> any CaptureSource<FrameQueue> {
        if access(path, F_OK) != 0, !options.waitsForDevice {
            throw CaptureError(
                .deviceMissing,
                "camera '\(path)': there is none; plug it in, or in a container hand it in (--device \(path)). 'wheeltapper devices' lists what is there"
            )
        }
        return StreamSource(
            reader: FrameStreamReader(camera: path, rate: rate), name: name,
            ffmpeg: try options.ffmpeg(for: "\(name): the camera \(path) can only be seen"), backOff: options.backOff,
            silenceLimit: options.silenceLimit)
    }

    /// A picture, pictures one behind the other, or a film.
    private static func file(
        _ path: String, _ name: String, _ rate: FrameRate, _ options: SourceOptions
    ) throws -> any CaptureSource<FrameQueue> {
        let ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
        if ["mjpeg", "mjpg"].contains(ending) {
            return FrameByteSource(
                isLive: false, input: .file(try OpenFile(path)), coding: .mjpeg, name: name, rate: rate,
                options: options)
        }
        if PictureFile.isPicture(path) { return PictureFileSource(path: path) }
        // It is to be had at all: what ffmpeg says of files that are not there helps nobody.
        _ = try OpenFile(path)
        return FilmSource(
            path: path, ffmpeg: try options.ffmpeg(for: "\(path) is no picture; a film can only be seen"), rate: rate)
    }
}
