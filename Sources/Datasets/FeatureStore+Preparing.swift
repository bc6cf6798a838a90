public import InspectionTypes
import Media
import Signals
import Synchronization

extension FeatureStore {
    /// Reads every recording of a data set, or takes from the cache what it has.
    ///
    /// - Parameters:
    ///   - frontEnd: `nil` where only the identities are wanted.
    ///   - progress: told how many recordings of how many are done, on any thread, one call at a time.
    /// - Throws: ``DatasetError`` with code `unreadable` where no recording can be read, `cancelled` where it was stopped; `SignalError`
    ///   where the front end's settings contradict each other, or name no channels and a recording has more than two.
    public static func prepare(
        _ dataset: Dataset, frontEnd: SoundFrontEnd?, options: Options = Options(),
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> FeatureStore {
        let paths = dataset.paths
        let preparation = try Preparation(frontEnd: frontEnd, options: options)
        let results = Mutex(Results())
        try ParallelWork.forEach(paths.count, threads: options.threads) { index in
            guard !options.isCancelled() else { throw DatasetError(.cancelled, "Reading the recordings was stopped.") }
            let path = paths[index]
            let outcome = preparation.outcome(of: dataset.filePath(path))
            if case .refused(let error) = outcome { throw error }
            results.withLock { results in
                results.take(outcome, path: path)
                progress(results.done, paths.count)
            }
        }
        preparation.finish()
        return try results.withLock { try $0.store(frontEnd: frontEnd, dataset: dataset) }
    }

    /// What the threads have gathered so far.
    private struct Results {
        var identities: [String: RecordingIdentity] = [:]
        var files: [String: FeatureFile] = [:]
        var failures: [Failure] = []
        var decodedCount = 0
        var unwritten = 0
        var done: Int { identities.count + failures.count }

        mutating func take(_ outcome: Preparation.Outcome, path: String) {
            switch outcome {
            case .ready(let recording):
                identities[path] = recording.identity
                files[path] = recording.features
                decodedCount += recording.wasDecoded ? 1 : 0
                unwritten += recording.isUnwritten ? 1 : 0
            case .failed(let message): failures.append(Failure(path: path, message: message))
            case .refused: break
            }
        }

        func store(frontEnd: SoundFrontEnd?, dataset: Dataset) throws -> FeatureStore {
            if identities.isEmpty, let first = failures.min(by: { $0.path < $1.path }) {
                throw DatasetError(
                    .unreadable,
                    "None of the \(failures.count) recordings in \(dataset.root) can be read. The first: \(first.message)"
                )
            }
            let warnings =
                unwritten > 0
                ? [
                    "the features of \(unwritten) recordings could not be written to the cache and are kept in memory: "
                        + "free some space, or name another folder in XDG_CACHE_HOME"
                ] : []
            return FeatureStore(
                frontEnd: frontEnd, identities: identities, files: files,
                failures: failures.sorted { $0.path < $1.path },
                decodedCount: decodedCount, warnings: warnings
            )
        }
    }
}

/// Makes ready one recording after the other; used from several threads.
private struct Preparation: Sendable {
    struct Recording {
        var identity: RecordingIdentity
        var features: FeatureFile?
        var wasDecoded: Bool
        var isUnwritten: Bool
    }

    enum Outcome {
        case ready(Recording)
        /// This recording cannot be read; the others may.
        case failed(String)
        /// Nothing can go on until the user has said more.
        case refused(any Error)
    }

    let options: FeatureStore.Options
    let frontEnd: SoundFrontEnd?
    let reader: RecordingReader
    let digest: String
    let hashes: KnownHashes?

    init(frontEnd: SoundFrontEnd?, options: FeatureStore.Options) throws {
        self.options = options
        self.frontEnd = frontEnd
        reader = try RecordingReader(frontEnd: frontEnd)
        digest = try frontEnd.map(FeatureCache.digest(of:)) ?? ""
        hashes = options.cache.map { KnownHashes(path: $0.hashesPath) }
    }

    func outcome(of path: String) -> Outcome {
        do {
            return .ready(try recording(path))
        } catch let error as SignalError where error.code == .channelsUnspecified {
            return .refused(error)
        } catch {
            return .failed("\(error)")
        }
    }

    private func recording(_ path: String) throws -> Recording {
        guard FileStamp.isRegular(path) else {
            throw DatasetError(.file, "\(path) is no file, or a pipe or device: save the sound to a file first")
        }
        let hash = try hashes?.hash(ofFile: path) ?? AudioFile.contentHash(path)
        let identityPath = options.cache?.identityPath(hash: hash)
        let featuresPath = frontEnd.flatMap { _ in options.cache?.featuresPath(hash: hash, frontEnd: digest) }
        let identity = identityPath.flatMap { IdentityFile.read($0, hash: hash) }
        let features = featuresPath.flatMap { path in
            frontEnd.flatMap { FeatureFile(path: path, bandCount: $0.logMel.bandCount) }
        }
        if let identity, features != nil || frontEnd == nil {
            if let featuresPath { FeatureCache.touch(featuresPath) }
            if let identityPath { FeatureCache.touch(identityPath) }
            return Recording(identity: identity, features: features, wasDecoded: false, isUnwritten: false)
        }
        return try decoded(path, hash: hash, identity: identity, features: features, identityPath, featuresPath)
    }

    /// Reads what the cache lacks, and puts it there.
    private func decoded(
        _ path: String, hash: String, identity: RecordingIdentity?, features: FeatureFile?, _ identityPath: String?,
        _ featuresPath: String?
    ) throws -> Recording {
        let result = try reader.read(
            path, wantsFeatures: frontEnd != nil && features == nil, wantsFingerprint: identity == nil)
        var recording = Recording(
            identity: identity
                ?? RecordingIdentity(
                    hash: hash, seconds: result.seconds, sampleRate: result.sampleRate,
                    channelCount: result.channelCount, amplitude: result.amplitude,
                    fingerprint: result.fingerprint ?? AcousticFingerprint(runs: [])
                ),
            features: features, wasDecoded: true, isUnwritten: false
        )
        if identity == nil, let identityPath {
            recording.isUnwritten = !write(IdentityFile.bytes(of: recording.identity), to: identityPath)
        }
        if features == nil, let frontEnd {
            let file = FeatureFile(result.features, bandCount: frontEnd.logMel.bandCount)
            // Read back as a mapped file, so that memory stays flat however much there is.
            if let featuresPath, write(file.block, to: featuresPath) {
                recording.features = FeatureFile(path: featuresPath, bandCount: frontEnd.logMel.bandCount) ?? file
            } else {
                recording.features = file
                recording.isUnwritten = featuresPath != nil
            }
        }
        return recording
    }

    private func write(_ bytes: some ContiguousBytesLike, to path: String) -> Bool {
        options.cache?.write(bytes, to: path) ?? false
    }

    func finish() {
        hashes?.save()
        options.cache?.evict()
    }
}
