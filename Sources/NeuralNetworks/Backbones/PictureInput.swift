/// Where a graph that someone else made takes its picture.
public struct PictureInput: Sendable, Equatable {
    public var name: String
    public var layout: ForeignInterface.Layout
    /// 3 where the file leaves it open.
    public var channels: Int
    /// `nil` where the file leaves it open.
    public var height: Int?
    /// `nil` where the file leaves it open.
    public var width: Int?

    /// Finds the one input of rank 4, or the one named.
    ///
    /// - Parameter layout: `nil` to tell it from which axis is 1 or 3 long.
    /// - Throws: ``NetworkError`` listing the inputs where none or several could be meant.
    public init(of graph: Graph, named name: String? = nil, layout: ForeignInterface.Layout? = nil) throws {
        let wanted = graph.inputs.filter { name == nil ? $0.shape.count == 4 : $0.name == name }
        guard wanted.count == 1, let input = wanted.first, input.shape.count == 4 else {
            let listed = graph.inputs.map { "'\($0.name)' \($0.shape)" }.joined(separator: ", ")
            let sought = name.map { "no picture input named '\($0)'" } ?? "no single picture input (rank 4)"
            throw NetworkError(.incomplete, "\(sought): the graph's inputs are \(listed.isEmpty ? "none" : listed)")
        }
        let usual: Set<Dimension> = [1, 3]
        let isLast = !usual.contains(input.shape[1]) && usual.contains(input.shape[3])
        self.name = input.name
        self.layout = layout ?? (isLast ? .nhwc : .nchw)
        let order = self.layout == .nchw ? [1, 2, 3] : [3, 1, 2]
        func length(_ axis: Int) -> Int? { input.shape[axis].value.flatMap { $0 > 0 ? $0 : nil } }
        self.channels = length(order[0]) ?? 3
        self.height = length(order[1])
        self.width = length(order[2])
    }
}
