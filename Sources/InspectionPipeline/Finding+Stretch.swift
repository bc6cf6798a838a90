import InspectionTypes

extension Finding {
    /// Told from the recording's start, of which a stretch was judged that begins at `seconds`.
    func shifted(by seconds: Double) -> Finding {
        guard seconds > 0 else { return self }
        var finding = self
        for index in windows.indices { finding.windows[index].start += seconds }
        for index in deviations.indices {
            finding.deviations[index].start += seconds
            finding.deviations[index].end += seconds
        }
        return finding
    }
}
