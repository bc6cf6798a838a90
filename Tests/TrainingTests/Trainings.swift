import Testing

/// Suites that run a trainer, one after the other: every epoch seeds libtorch's one generator, which dropout draws from.
@Suite("Trainings", .serialized)
enum Trainings {}
