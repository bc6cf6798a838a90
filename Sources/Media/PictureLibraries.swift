import CPNG

/// The libraries that read and write picture files.
public enum PictureLibraries {
    /// libpng as it is loaded, such as `libpng 1.6.39`. libjpeg-turbo does not say its version while a program runs.
    public static var png: String {
        let number = wt_png_version()
        return "libpng \(number / 10_000).\(number / 100 % 100).\(number % 100)"
    }
}
