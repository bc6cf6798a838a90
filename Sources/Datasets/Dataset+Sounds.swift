import InspectionTypes

extension Dataset {
    /// The data set without the recordings in which nothing is heard, which are named among the ``warnings``, and with a note where sample rates are mixed.
    ///
    /// Silence is no normal sound: a detector that learns it finds every sound anomalous, and a dead microphone normal.
    ///
    /// - Parameter identities: by path; files without one stay.
    /// - Throws: ``DatasetError`` with code `unreadable` where all are silent, or all that is normal of a data set for detection.
    public func audible(_ identities: [String: RecordingIdentity]) throws -> Dataset {
        var heard = self
        let silent = paths.filter { identities[$0]?.isSilent ?? false }
        if !silent.isEmpty {
            let dropped = Set(silent)
            heard.items.removeAll { dropped.contains($0.path) }
            heard.classes = Set(heard.items.flatMap { $0.label.names }).sorted()
            let isLearnable = purpose.isDetection ? heard.items.contains(where: \.isNegative) : !heard.items.isEmpty
            guard isLearnable || purpose == .detectionEvaluation && !heard.items.isEmpty else {
                throw DatasetError(
                    .unreadable,
                    "All \(purpose.isDetection ? "normal " : "")recordings in \(root) are silent from beginning to end: \(NamedFiles.list(silent)). "
                        + "Is the microphone connected, and its level up? Record them again.")
            }
            heard.warnings.append(
                "\(silent.count) \(silent.count == 1 ? "recording is" : "recordings are") silent from beginning to end and left out: "
                    + NamedFiles.list(silent))
        }
        if let note = heard.sampleRateNote(identities) { heard.notes.append(note) }
        return heard
    }

    /// Says which sample rates there are and how many recordings have them; `nil` where they have one.
    public func sampleRateNote(_ identities: [String: RecordingIdentity]) -> String? {
        let rates = Dictionary(grouping: paths.compactMap { identities[$0]?.sampleRate }, by: { $0 }).mapValues(\.count)
        guard rates.count > 1, let lowest = rates.keys.min() else { return nil }
        let named = rates.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { rate, count in
            "\(count) at \(DecimalText.fixed(rate, digits: 0)) Hz"
        }
        return
            "the recordings have \(rates.count) sample rates (\(named.joined(separator: ", "))); all are resampled to the model's. What lies above "
            + "\(DecimalText.fixed(lowest / 2, digits: 0)) Hz stands only in some of them, and must not tell them apart"
    }
}
