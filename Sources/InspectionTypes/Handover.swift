/// Hands a value that has one owner at a time to the one thread that will own it.
///
/// Sendable because whoever makes it does not touch the value any more once it is handed over.
public final class Handover<Value>: @unchecked Sendable {
    public let value: Value

    public init(_ value: Value) { self.value = value }
}
