/// First in, first out; taking is as cheap as putting.
struct ItemQueue<Element> {
    private var elements: [Element?] = []
    private var head = 0

    var count: Int { elements.count - head }

    mutating func append(_ element: Element) { elements.append(element) }

    var first: Element? {
        get { head < elements.count ? elements[head] : nil }
        set { if head < elements.count, let newValue { elements[head] = newValue } }
    }

    var last: Element? {
        get { count > 0 ? elements[elements.count - 1] : nil }
        set { if count > 0, let newValue { elements[elements.count - 1] = newValue } }
    }

    mutating func popFirst() -> Element? {
        guard head < elements.count else { return nil }
        let element = elements[head]
        elements[head] = nil
        head += 1
        if head == elements.count {
            elements.removeAll(keepingCapacity: true)
            head = 0
        } else if head > 64, head > elements.count / 2 {
            elements.removeFirst(head)
            head = 0
        }
        return element
    }

    /// Takes out of the middle; for what seldom happens.
    mutating func remove(where isUnwanted: (Element) -> Bool) {
        elements = elements[head...].filter { $0.map { !isUnwanted($0) } ?? false }
        head = 0
    }
}
