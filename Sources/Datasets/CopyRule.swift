/// What is taken for a copy, from the widest rule to the narrowest; for detection (``SharedBackground``).
public enum CopyRule: String, Sendable, Hashable, Codable, CaseIterable {
    /// All that sounds or looks more alike than strangers do.
    case alike
    /// What agrees as a recording that was encoded anew does.
    case encodedAnew = "encoded anew"
    /// The same file or content only.
    case identical

    /// A copy that was encoded anew agrees in so many bits; half as many bits differ as are lost by a codec at a low rate.
    private static let copyAgreement = 0.92

    func isCopy(_ pair: LeakagePair) -> Bool {
        guard pair.kind == .near else { return true }
        return switch self {
        case .alike: true
        case .encodedAnew: (pair.agreement ?? 1) >= Self.copyAgreement
        case .identical: false
        }
    }
}
