import CSoxr

/// The library that resamples.
public enum ResamplingLibrary {
    /// What it calls itself, such as `libsoxr-0.1.3`.
    public static var version: String { String(cString: soxr_version()) }
}
