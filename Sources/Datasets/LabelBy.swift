/// Which folders name the label of a picture that lies at `part/condition/picture.jpg`.
public enum LabelBy: String, Sendable, Hashable, Codable, CaseIterable {
    /// What it shows: `crossties`.
    case part
    /// How it is: `damaged`.
    case condition
    /// `crossties/damaged`.
    case both
}
