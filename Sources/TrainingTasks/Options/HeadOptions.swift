public import ArgumentParser
public import ClassifierFitting

/// What is put on a backbone of sounds, and how it is learnt.
public struct HeadOptions: ParsableArguments {
    public enum Kind: String, ExpressibleByArgument, CaseIterable, Codable, Sendable { case linear, mlp }

    /// Which of a backbone's layers a head hears.
    public enum Layers: String, ExpressibleByArgument, CaseIterable, Codable, Sendable { case auto, last, both }

    @Option(
        help: ArgumentHelp(
            "With --backbone, sounds: linear, or mlp with a hidden layer; fitted in seconds.", valueName: "kind"))
    public var head: Kind?

    @Option(
        help: ArgumentHelp(
            "With --backbone, sounds: what the head hears: last (the backbone's embedding), both (an early layer's frequencies as well), or auto, as held-out recordings say; auto by default.",
            valueName: "layers"))
    public var layers: Layers?

    @Flag(help: "With --backbone, sounds: then train the whole network on, gently.")
    public var fineTune = false

    @Option(
        help: ArgumentHelp(
            "With --backbone, sounds: how free the head's weights are (C of a logistic regression on standardised embeddings); chosen on held-out recordings by default.",
            valueName: "number", visibility: .hidden))
    public var regularization: Double?

    @Option(
        help: ArgumentHelp(
            "With --head mlp: units of the hidden layer; 64 by default.", valueName: "count", visibility: .hidden))
    public var hidden: Int?

    public init() {}

    public func validate() throws {
        if let regularization, !(regularization > 0 && regularization.isFinite) {
            throw ValidationError("--regularization takes a number above 0.")
        }
        if let hidden {
            guard (1...4096).contains(hidden) else { throw ValidationError("--hidden takes 1 to 4096.") }
            guard head == .mlp else { throw ValidationError("--hidden goes with --head mlp.") }
        }
    }

    /// The first of these options that was given; `nil` where none was.
    var given: String? {
        if head != nil { return "--head" }
        if fineTune { return "--fine-tune" }
        if layers != nil { return "--layers" }
        return regularization == nil ? nil : "--regularization"
    }

    /// - Throws: `ValidationError` where one was given and there is no backbone to put a head on.
    public func check(hasBackbone: Bool) throws {
        if let given, !hasBackbone { throw ValidationError("\(given) goes with --backbone.") }
    }

    public var fitterKind: HeadFitter.Kind { head == .mlp ? .perceptron(hidden: hidden ?? 64) : .linear }
}
