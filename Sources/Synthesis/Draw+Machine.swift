#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
import InspectionTypes

/// One of several machines of a type, whose own numbers are the same in all its recordings.
struct MachineIdentity: Hashable {
    var type: String
    /// From 0.
    var index: Int

    /// Machines of a type that are told apart by ``Draw/distinct(_:_:)``.
    static let count = 4

    /// Where the numbers of this machine called `name` come from.
    func generator(_ name: String) -> SeededGenerator {
        SeededGenerator(seed: UInt64(index), stream: "\(type): \(name)")
    }

    /// The machine's place among its like in what is called `name`: the machine that turns fastest need not have the most blades.
    func place(_ name: String) -> Int {
        var generator = SeededGenerator(seed: 0, stream: "\(type): order of \(name)")
        return Array(0..<Self.count).shuffled(using: &generator)[index % Self.count]
    }
}

/// Numbers of a machine and of a recording. Without a ``Draw/machine`` every recording is of a machine of its own, and these draw as `number` and `decibels` do.
extension Draw {
    /// What belongs to the machine: the same in all of its recordings.
    mutating func fixed<Value>(_ name: String, _ body: (inout Draw) -> Value) -> Value {
        guard let machine else { return body(&self) }
        var own = Draw(generator: machine.generator(name))
        return body(&own)
    }

    /// What belongs to the machine and tells it from its like: each has a quarter of the range to itself, and draws from the middle of that.
    mutating func distinct(_ name: String, _ range: ClosedRange<Double>) -> Double {
        guard let machine else { return number(range) }
        let width = (range.upperBound - range.lowerBound) / Double(MachineIdentity.count)
        let start = range.lowerBound + width * Double(machine.place(name))
        return fixed(name) { $0.number((start + 0.25 * width)...(start + 0.75 * width)) }
    }

    /// A level that belongs to the machine, and varies by so many decibels from one recording to the next.
    mutating func steady(_ name: String, _ range: ClosedRange<Double>, within spread: Double = 1) -> Double {
        guard machine != nil else { return decibels(range) }
        return fixed(name) { $0.decibels(range) } * decibels(-spread...spread)
    }

    /// A number of the machine's that varies a little with its load, by a standard deviation of `share` of it.
    mutating func varied(_ value: Double, share: Double) -> Double {
        machine == nil ? value : value * (1 + share * min(2.5, max(-2.5, normal())))
    }

    /// How loud a fault is: in a fleet it has only begun.
    mutating func decibels(_ range: ClosedRange<Double>, begun: ClosedRange<Double>) -> Double {
        decibels(machine == nil ? range : begun)
    }
}
