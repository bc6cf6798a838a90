import FoundationEssentials
public import InspectionTypes
public import NeuralNetworks

/// What a detector keeps of the normal examples for people: how loud each machine is in each band, and where the memory's rows come from.
///
/// Stands as JSON under the ONNX file's `metadata_props`, key ``metadataKey``; arrays of floats are packed (32 bits, little-endian, base
/// 64). No verdict depends on it: from it is said *why*.
public struct NormalReference: Sendable, Equatable {
    /// The key in `metadata_props`.
    public static let metadataKey = "wheeltapper.normal"

    /// A machine's normal sound, by mel band, in decibels.
    public struct Machine: Sendable, Equatable {
        /// Mean over all stretches of all normal recordings.
        public var levels: [Float]
        /// Standard deviation of a stretch of ``NormalReference/stretchSeconds``.
        public var deviations: [Float]
        /// Standard deviation of a whole recording's mean; of one recording, ``deviations``.
        public var recordingDeviations: [Float]
        /// Normal recordings that it rests on.
        public var recordings: Int

        public init(levels: [Float], deviations: [Float], recordingDeviations: [Float], recordings: Int) {
            self.levels = levels
            self.deviations = deviations
            self.recordingDeviations = recordingDeviations
            self.recordings = recordings
        }
    }

    /// Where the rows of the graph's memory come from, in their order.
    public struct Memory: Sendable, Equatable {
        /// Recordings or pictures, as the training data names them.
        public var files: [String]
        /// A row's place in ``files``.
        public var rows: [Int]
        /// A row's seconds from its recording's start; empty of pictures.
        public var starts: [Double]

        public init(files: [String] = [], rows: [Int] = [], starts: [Double] = []) {
            self.files = files
            self.rows = rows
            self.starts = starts
        }

        /// Rows in the memory's order, each by its recording's or picture's name.
        public init(_ origins: [NearestNormal]) {
            var places: [String: Int] = [:]
            self.init()
            for origin in origins {
                let place = places[origin.file] ?? files.count
                if place == files.count {
                    files.append(origin.file)
                    places[origin.file] = place
                }
                rows.append(place)
                if let start = origin.start { starts.append(start) }
            }
            precondition(
                starts.isEmpty || starts.count == rows.count, "NormalReference.Memory: some rows have starts, some none"
            )
        }

        /// `nil` for a row that there is not.
        public subscript(row row: Int) -> NearestNormal? {
            guard rows.indices.contains(row), files.indices.contains(rows[row]) else { return nil }
            return NearestNormal(file: files[rows[row]], start: starts.indices.contains(row) ? starts[row] : nil)
        }
    }

    /// Length of the stretches that ``Machine/deviations`` are of, in seconds.
    public var stretchSeconds: Double
    /// In the card's order; empty of pictures.
    public var machines: [Machine]
    public var memory: Memory

    public init(stretchSeconds: Double = 0, machines: [Machine] = [], memory: Memory = Memory()) {
        self.stretchSeconds = stretchSeconds
        self.machines = machines
        self.memory = memory
    }

    /// - Throws: ``PipelineError`` where it does not fit the card that it stands beside.
    func check(_ card: ModelCard) throws {
        let count = card.detector?.machines.count ?? 0
        guard machines.isEmpty || machines.count == count else {
            throw Self.damaged("it tells of \(machines.count) machines, the card of \(count)")
        }
        let bands = card.soundFrontEnd?.logMel.bandCount ?? 0
        for machine in machines {
            guard [machine.levels, machine.deviations, machine.recordingDeviations].allSatisfy({ $0.count == bands })
            else { throw Self.damaged("its levels are not of the front end's \(bands) bands") }
            guard (machine.deviations + machine.recordingDeviations).allSatisfy({ $0 >= 0 }) else {
                throw Self.damaged("a standard deviation lies below 0")
            }
        }
        guard stretchSeconds.isFinite, stretchSeconds >= 0 else {
            throw Self.damaged("its stretches are \(stretchSeconds) s long")
        }
    }

    static func damaged(_ reason: String) -> PipelineError {
        PipelineError(
            .card, "the model's normal reference cannot be used: \(reason). Copy the model again from where it was made"
        )
    }
}

extension ModelFile {
    /// What a detector keeps of the normal examples; `nil` where the file carries none.
    ///
    /// - Throws: ``PipelineError`` where it is damaged.
    public func normalReference() throws -> NormalReference? {
        guard let text = metadata[NormalReference.metadataKey] else { return nil }
        do {
            return try CardCoding.decoder.decode(NormalReference.self, from: Data(text.utf8))
        } catch {
            throw NormalReference.damaged(CardCoding.explain(error))
        }
    }

    public mutating func setNormalReference(_ reference: NormalReference?) throws {
        metadata[NormalReference.metadataKey] = try reference.map {
            String(decoding: try CardCoding.encoder.encode($0), as: UTF8.self)
        }
    }
}
