/// Looks at this machine and says what is there, what is missing, and how to mend it. Changes nothing.
enum Doctor {
    static func examine() -> Diagnosis {
        Diagnosis(topics: [
            .init(title: "Serving", checks: InferenceChecks.run()),
            .init(title: "Training", checks: TrainerChecks.run()),
            .init(title: "Machine", checks: MachineChecks.run()),
            .init(title: "Sound", checks: SoundChecks.run()),
            .init(title: "Pictures", checks: PictureChecks.run()),
            .init(title: "Results", checks: OutputChecks.run()),
        ])
    }
}
