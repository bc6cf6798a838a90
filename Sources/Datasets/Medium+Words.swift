import InspectionTypes

extension ModelCard.Medium {
    /// What files of this medium are called in messages.
    var files: String { self == .sound ? "sounds" : "pictures" }

    /// What items of this medium are called in messages.
    var items: String { self == .sound ? "recordings" : "pictures" }

    /// Endings of their names, for a message.
    var examples: String {
        self == .sound ? ".wav, .flac, .ogg, .opus or .mp3" : ".jpg or .png"
    }
}
