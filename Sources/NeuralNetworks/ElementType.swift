/// ONNX's `TensorProto.DataType`, with its numbers.
public enum ElementType: Int32, Sendable, Codable, CaseIterable {
    case float = 1
    case uint8 = 2
    case int8 = 3
    case int32 = 6
    case int64 = 7
    case bool = 9
    case float16 = 10
    case double = 11
    case bfloat16 = 16
}
