import ArgumentParser
import Augmentation
import NeuralNetworks
import Training

/// What the network behind the method `embedding` looks at, and what it is taught to tell apart.
struct EmbeddingOptions: ParsableArguments {
    enum BranchKind: String, ExpressibleByArgument, CaseIterable {
        case spectrogram, profile, spectrum
    }

    enum LossKind: String, ExpressibleByArgument, CaseIterable {
        case adacos, arcface
    }

    enum Invention: String, ExpressibleByArgument, CaseIterable {
        case stretch, speed, tempo, mixture

        var classes: InventedClasses {
            switch self {
            case .stretch: .stretches
            case .speed: .speeds
            case .tempo: .tempos
            case .mixture: .mixtures
            }
        }
    }

    /// A list, as written on a command line.
    struct List<Element: ExpressibleByArgument & RawRepresentable & Hashable>: ExpressibleByArgument
    where Element.RawValue == String {
        var elements: [Element]

        init(_ elements: [Element]) { self.elements = elements }

        init?(argument: String) {
            let words = argument.split(separator: ",", omittingEmptySubsequences: false)
            let found = argument == "none" ? [] : words.map { Element(rawValue: String($0)) }
            guard !found.contains(nil) else { return nil }
            elements = found.compactMap { $0 }
            guard Set(elements).count == elements.count else { return nil }
        }

        var defaultValueDescription: String { elements.map(\.rawValue).joined(separator: ",") }
    }

    @Option(
        help: ArgumentHelp(
            "Changes of normal sounds that it learns to hear, with commas between: stretch (lines moved; the default), speed (machine slower or faster), tempo (the same at its pitch), mixture (another recording with it); or none.",
            valueName: "changes", visibility: .hidden))
    var inventions: List<Invention>?

    @Option(
        help: ArgumentHelp(
            "What it looks at, with commas between: spectrogram, profile (lines of the mean spectrum), spectrum (where energy lies, over the whole window). The first two by default.",
            valueName: "views", visibility: .hidden))
    var branches: List<BranchKind>?

    @Option(
        help: ArgumentHelp(
            "How classes are kept apart: adacos (default), or arcface (by a fixed angle between them).",
            valueName: "loss", visibility: .hidden))
    var loss: LossKind?

    @Option(
        help: ArgumentHelp(
            "Ways that one machine may sound, each a centre of its own; 1 by default.", valueName: "count",
            visibility: .hidden))
    var centres: Int?

    func validate() throws {
        if let centres, !(1...64).contains(centres) { throw ValidationError("--centres takes 1 to 64.") }
        if let branches, branches.elements.isEmpty { throw ValidationError("--branches takes at least one.") }
    }

    /// Options that were said, as they are written.
    var said: [String] {
        [
            inventions.map { _ in "--inventions" }, branches.map { _ in "--branches" }, loss.map { _ in "--loss" },
            centres.map { _ in "--centres" },
        ].compactMap { $0 }
    }

    var inventedClasses: InventedClasses {
        (inventions?.elements ?? [.stretch]).map(\.classes).reduce(.none) { $0.joined(with: $1) }
    }

    func network(width: Int) -> EmbeddingNetwork {
        EmbeddingNetwork(
            branches: (branches?.elements ?? [.spectrogram, .profile]).map { kind in
                switch kind {
                case .spectrogram: .spectrogram(SpectrogramBranch(width: width))
                case .profile: .profile(ProfileBranch())
                case .spectrum: .spectrum(SpectrumBranch())
                }
            }, centres: centres ?? 1)
    }

    func objective(classes: Int) -> AngularMarginObjective {
        switch loss ?? .adacos {
        case .adacos: .adaCos(classes: classes, centres: centres ?? 1)
        case .arcface: .arcFace()
        }
    }
}
