import AnomalyDetection
import InspectionTypes
import Testing

@Suite("Gaussians a place")
struct PlaceGaussiansTests {
    @Test("means are means, and the matrices whiten the covariance with its floor")
    func whitens() throws {
        let (dimension, places, count) = (3, 4, 30)
        var generator = SeededGenerator(seed: 6)
        var gaussians = PlaceGaussians(dimension: dimension, places: places)
        // Far from 0, where sums of squares lose digits.
        let pictures = (0..<count).map { _ in
            (0..<dimension * places).map { Float(1000 + 10 * Double($0 / places + 1) * generator.nextNormal()) }
        }
        pictures.forEach { gaussians.add($0) }
        let (means, whitening) = try gaussians.fitted()
        func covariance(_ place: Int, _ a: Int, _ b: Int) -> Double {
            let (first, second) = (a * places + place, b * places + place)
            let sum = pictures.reduce(0.0) { sum, picture in
                sum + (Double(picture[first]) - Double(means[first]))
                    * (Double(picture[second]) - Double(means[second]))
            }
            return sum / Double(count - 1)
        }
        var floor = 0.0
        for place in 0..<places {
            for channel in 0..<dimension {
                let index = channel * places + place
                let mean = pictures.reduce(0.0) { $0 + Double($1[index]) } / Double(count)
                #expect(abs(Double(means[index]) - mean) < 1e-3)
                floor += covariance(place, channel, channel) / Double(places * dimension)
            }
        }
        floor *= PlaceGaussians.regularization
        for place in 0..<places {
            func w(_ row: Int, _ column: Int) -> Double {
                Double(whitening[(place * dimension + row) * dimension + column])
            }
            for row in 0..<dimension {
                for column in 0..<dimension {
                    var value = 0.0
                    for a in 0..<dimension {
                        for b in 0..<dimension {
                            value += w(row, a) * (covariance(place, a, b) + (a == b ? floor : 0)) * w(column, b)
                        }
                    }
                    #expect(abs(value - (row == column ? 1 : 0)) < 1e-3, "\(place) \(row) \(column): \(value)")
                }
            }
        }
    }

    @Test("pictures that are all alike have a Gaussian all the same; one picture has none")
    func edges() throws {
        var gaussians = PlaceGaussians(dimension: 2, places: 2)
        gaussians.add([1, 2, 3, 4])
        #expect(throws: AnomalyError.self) { try gaussians.fitted() }
        gaussians.add([1, 2, 3, 4])
        let (means, whitening) = try gaussians.fitted()
        #expect(means == [1, 2, 3, 4])
        #expect(whitening == [1, 0, 0, 1, 1, 0, 0, 1])
    }
}
