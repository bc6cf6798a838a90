public import Exploration
public import FoundationEssentials
public import InspectionTypes

/// A look at a data set, ready to be written as a page that can be used: `explore.html`.
///
/// ```swift
/// var report = ExplorationReport(exploration, model: "yamnet.onnx", data: "sounds", medium: .sound)
/// report.previews = previews               // one an item, as far as the budget goes
/// let written = try report.write(to: run.path)
/// ```
public struct ExplorationReport: Sendable {
    /// How an item is heard or seen on the page.
    public struct Preview: Sendable, Hashable {
        /// A small picture, or a sound's spectrogram.
        public var picture: [UInt8]?
        /// A short compressed sound.
        public var sound: [UInt8]?
        /// As in an `audio` element: `audio/ogg`.
        public var soundType: String
        /// The file itself, relative to the page; percent-encoded.
        public var link: String?

        public init(
            picture: [UInt8]? = nil, sound: [UInt8]? = nil, soundType: String = "audio/ogg", link: String? = nil
        ) {
            self.picture = picture
            self.sound = sound
            self.soundType = soundType
            self.link = link
        }
    }

    public var exploration: DataExploration
    public var document: ExplorationDocument
    public var medium: ModelCard.Medium
    public var created: Date
    /// One an item, in their order; empty where nothing can be shown.
    public var previews: [Preview] = []
    /// What each number of `embeddings.csv` is taken from, in the items' order; empty to leave that file out.
    public var embeddings: [[Float]] = []
    public var caveats: [String] = []
    public var facts: [Report.Fact] = []
    /// Commands that repeat this page.
    public var commands: [String] = []

    public init(
        _ exploration: DataExploration, model: String, data: String, medium: ModelCard.Medium, created: Date = Date()
    ) {
        self.exploration = exploration
        self.medium = medium
        self.created = created
        document = ExplorationDocument(exploration, model: model, data: data)
    }

    /// The exploration's sentence with a capital and a full stop.
    public var headline: String {
        let sentence = exploration.headline
        return sentence.prefix(1).uppercased() + sentence.dropFirst() + "."
    }

    /// What a reader must know first, the exploration's own findings among it.
    var allCaveats: [String] {
        let (contradictions, leaks) = (exploration.contradictions.count, exploration.leaks.count)
        func groups(_ count: Int) -> String { count == 1 ? "One group of copies" : "\(count) groups of copies" }
        // Of windows silence is the usual one.
        let meaning =
            exploration.items.contains { $0.start != nil }
            ? "silence, or a stretch that several recordings share." : "one of them must be wrong."
        return Remarks.folded(
            [
                contradictions > 0
                    ? "\(groups(contradictions)) \(contradictions == 1 ? "bears" : "bear") different labels: \(meaning)"
                    : nil,
                leaks > 0
                    ? "\(groups(leaks)) \(leaks == 1 ? "stands" : "stand") on both sides of the split: what was learnt there is tested there."
                    : nil,
                exploration.unjudgedWords.map { ReportPage.capitalized($0) + "." },
            ].compactMap { $0 } + caveats)
    }
}
