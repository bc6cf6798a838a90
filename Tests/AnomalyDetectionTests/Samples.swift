import AnomalyDetection
import InspectionTypes

/// Made-up embeddings: every recording a cluster of windows, every machine a cluster of recordings.
enum Samples {
    static func embeddings(
        machines: Int = 1, recordings: Int, windows: Int = 3, dimension: Int, spread: Double = 1, seed: UInt64 = 1
    ) -> Embeddings {
        var generator = SeededGenerator(seed: seed)
        var embeddings = Embeddings(dimension: dimension)
        func draw(_ scale: Double) -> [Double] { (0..<dimension).map { _ in generator.nextNormal() * scale } }
        for machine in 0..<machines {
            let center = draw(2)
            for recording in 0..<recordings {
                let place = draw(spread)
                for _ in 0..<windows {
                    let noise = draw(0.3 * spread)
                    embeddings.append(
                        (0..<dimension).map { Float(center[$0] + place[$0] + noise[$0]) }, machine: machine,
                        recording: machine * recordings + recording)
                }
            }
        }
        return embeddings
    }
}
