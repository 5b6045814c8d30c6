import Bytes
import Table

/// How two values are compared.
enum CompareMode: Sendable {
  /// By bytes.
  case text
  /// Exactly, whatever kinds of number.
  case number
  case time
  case truth
  /// JSON values of one kind as that kind is; those of two kinds differ, and neither comes first.
  case json
}

extension Binder {
  /// Brings two values to one form, or says why they cannot be compared.
  mutating func comparable(
    _ left: TypedKernel, _ leftSyntax: Syntax, _ right: TypedKernel, _ rightSyntax: Syntax,
    _ syntax: Syntax
  ) -> (CompareMode, Kernel, Kernel) {
    // A text literal takes the other side's type: the document writes times and numbers as texts.
    if case .text(let text) = left.literal, right.type != .string, right.type != .json {
      let found = literal(text, as: right.type, leftSyntax, rightSyntax)
      return (mode(right.type), found, right.kernel)
    }
    if case .text(let text) = right.literal, left.type != .string, left.type != .json {
      let found = literal(text, as: left.type, rightSyntax, leftSyntax)
      return (mode(left.type), left.kernel, found)
    }
    switch (left.type, right.type) {
    case (.json, .json):
      return (.json, left.kernel, right.kernel)
    case (.json, let other):
      return (mode(other), dynamic(left.kernel, other), right.kernel)
    case (let other, .json):
      return (mode(other), left.kernel, dynamic(right.kernel, other))
    case (let a, let b) where a == b || (a.isNumber && b.isNumber) || (a.isTime && b.isTime):
      return (mode(a), left.kernel, right.kernel)
    default:
      let (text, textSyntax, other) =
        left.type == .string
        ? (left, leftSyntax, right) : (right, rightSyntax, left)
      if text.type == .string {
        let type = other.type == .integer ? "decimal" : other.type.rawValue
        _ = fail(
          .comparesTextWithNumber,
          "`\(written(textSyntax))` is text and is compared with \(other.type.withArticle)", syntax,
          hint: typesHint(textSyntax, type))
      } else {
        _ = fail(
          .typeClash, "\(left.type.withArticle) is compared with \(right.type.withArticle)", syntax)
      }
      return (.text, .literal(.null, .string), .literal(.null, .string))
    }
  }

  func mode(_ type: ValueType) -> CompareMode {
    switch type {
    case .string: .text
    case .json: .json
    case .integer, .decimal, .double: .number
    case .date, .timestamp: .time
    case .boolean: .truth
    }
  }

  /// A JSON value as the other side's type; null where it is something else.
  private func dynamic(_ kernel: Kernel, _ type: ValueType) -> Kernel {
    switch type {
    case .string: .jsonStrings(kernel)
    case .json: .asText(kernel)
    case .integer, .decimal, .double: .jsonNumbers(kernel)
    case .boolean: .jsonTruths(kernel)
    case .date, .timestamp: .jsonTimes(kernel, type)
    }
  }

  /// A text literal as a value of the other side's type.
  mutating func literal(
    _ text: String, as type: ValueType, _ syntax: Syntax, _ other: Syntax
  ) -> Kernel {
    switch type {
    case .integer, .decimal, .double:
      if numberShape(text.utf8Span.span) != .none {
        let buffer = ByteBuffer(capacity: 32)
        let slice = appendCanonicalNumber(text.utf8Span.span, to: buffer)
        return .literal(.decimal(buffer.text(slice)), .decimal)
      }
    case .date, .timestamp:
      if let instant = parseInstant(text.utf8Span.span) { return .literal(.instant(instant), type) }
    case .boolean:
      if text == "true" || text == "false" {
        return .literal(.boolean(text == "true"), .boolean)
      }
    case .string, .json: return .literal(.text(text), .string)
    }
    return fail(
      .typeClash,
      "'\(text)' is compared with `\(written(other))`, which is \(type.rawValue)", syntax,
      hint: "write a value of that type"
    ).kernel
  }
}

extension ValueType {
  /// As it stands in a sentence: "an integer".
  var withArticle: String { (self == .integer ? "an " : "a ") + rawValue }
}
