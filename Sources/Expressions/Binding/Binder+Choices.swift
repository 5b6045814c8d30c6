import Bytes
import Table

// Where one of several values is chosen or looked for: lists, CASE, and the type that they have together.
extension Binder {
  mutating func inList(
    _ inner: Syntax, _ items: [Syntax], _ isNegated: Bool, _ syntax: Syntax
  ) -> TypedKernel {
    let value = bind(inner)
    var texts: [[UInt8]] = []
    for item in items {
      if case .literal(.text(let text)) = item.form { texts.append(Array(text.utf8)) }
    }
    if texts.count == items.count, value.type == .string || value.type == .json {
      let kernel: Kernel =
        value.type == .json ? .jsonStrings(value.kernel) : value.kernel
      return TypedKernel(.boolean, .inTexts(kernel, texts, isNegated: isNegated))
    }
    if value.type.isNumber, let keys = numberKeys(items) {
      return TypedKernel(.boolean, .inTexts(.numberKeys(value.kernel), keys, isNegated: isNegated))
    }
    let terms = items.map { item in
      let (mode, a, b) = comparable(value, inner, bind(item), item, syntax)
      return Kernel.compare(.equal, mode, a, b)
    }
    let found = Kernel.anyOf(terms[...])
    return TypedKernel(.boolean, isNegated ? .not(found) : found)
  }

  /// The keys of numbers; nil when one of the items is anything else.
  private func numberKeys(_ items: [Syntax]) -> [[UInt8]]? {
    var keys: [[UInt8]] = []
    for item in items {
      let text: String
      switch item.form {
      case .literal(.integer(let number)): text = "\(number)"
      case .literal(.decimal(let number)): text = number
      default: return nil
      }
      let buffer = ByteBuffer(capacity: 24)
      let written = ByteBuffer(text)
      DecimalKey.append(written.bytes, to: buffer)
      keys.append((0..<buffer.count).map { buffer.value(UInt8.self, at: $0) })
    }
    return keys
  }

  mutating func cases(
    _ branches: [(condition: Syntax, result: Syntax)], _ otherwise: Syntax?, _ syntax: Syntax
  ) -> TypedKernel {
    let conditions = branches.map { truth($0.condition) }
    var results = branches.map { bind($0.result) }
    if let otherwise { results.append(bind(otherwise)) }
    let type = commonType(results, syntax)
    let kernels = results.map { converted($0, to: type, syntax) }
    return TypedKernel(
      type,
      .cases(
        Array(zip(conditions, kernels)),
        otherwise: otherwise == nil ? .literal(.null, type) : kernels[kernels.count - 1]))
  }

  /// The type that several values have together.
  mutating func commonType(_ values: [TypedKernel], _ syntax: Syntax) -> ValueType {
    var types = Set(values.filter { $0.literal != .null }.map(\.type))
    // A text literal takes the type of the others, as it does in a comparison.
    let isOnlyLiteral = values.allSatisfy { value in
      if case .text = value.literal { return true }
      return value.type != .string
    }
    if isOnlyLiteral, types.count > 1 { types.remove(.string) }
    if types.isEmpty { return .string }
    if types.count == 1, let only = types.first { return only }
    if types.allSatisfy(\.isNumber) { return types.contains(.double) ? .double : .decimal }
    if types.allSatisfy(\.isTime) { return .timestamp }
    if types.contains(.json) { return .json }
    _ = fail(
      .typeClash,
      "its values have different types: " + types.map(\.rawValue).sorted().joined(separator: ", "),
      syntax, hint: "convert them to one type with CAST(… AS …)")
    return .string
  }

  /// A value in the form of a common type.
  mutating func converted(
    _ value: TypedKernel, to type: ValueType, _ syntax: Syntax
  ) -> Kernel {
    if value.literal == .null { return .literal(.null, type) }
    if value.type == type { return value.kernel }
    if type == .json { return .asJSON(value.kernel, isText: true) }
    if case .text(let text) = value.literal { return literal(text, as: type, syntax, syntax) }
    return .cast(value.kernel, type, isTry: false)
  }
}
