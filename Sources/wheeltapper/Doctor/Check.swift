/// One thing that the program needs or can use, and how it stands with it on this machine.
struct Check: Encodable, Equatable {
    enum State: String, Encodable {
        case ok
        /// It works without; something is slower, or one feature is absent.
        case warning
        /// Nothing works, or nothing of importance, until it is mended.
        case missing
    }

    var name: String
    var state: State
    /// What was found.
    var detail: String
    /// What to do about it; `nil` where nothing is to be done.
    var mend: String?

    static func ok(_ name: String, _ detail: String) -> Check { Check(name: name, state: .ok, detail: detail) }
    static func warning(_ name: String, _ detail: String, mend: String? = nil) -> Check {
        Check(name: name, state: .warning, detail: detail, mend: mend)
    }
    static func missing(_ name: String, _ detail: String, mend: String) -> Check {
        Check(name: name, state: .missing, detail: detail, mend: mend)
    }
}

/// All checks, by topic.
struct Diagnosis: Encodable, Equatable {
    struct Topic: Encodable, Equatable {
        var title: String
        var checks: [Check]
    }

    var topics: [Topic]

    var checks: [Check] { topics.flatMap(\.checks) }
    var isSound: Bool { !checks.contains { $0.state == .missing } }

    /// The diagnosis in one sentence.
    var sentence: String {
        let missing = checks.count { $0.state == .missing }
        let warnings = checks.count { $0.state == .warning }
        return switch (missing, warnings) {
        case (0, 0): "All is well."
        case (0, 1): "All that is needed is there; one thing could be better."
        case (0, _): "All that is needed is there; \(warnings) things could be better."
        case (1, _): "One thing is missing; its mend stands beside it."
        default: "\(missing) things are missing; their mends stand beside them."
        }
    }
}
