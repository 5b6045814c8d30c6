import StageKit
import Table

/// Fills variables into the text of one scalar; a value can never add YAML, since the YAML is read before.
///
/// `${NAME}` is the variable; `${NAME:-default}` has a default for an unset or empty one;
/// `${NAME:?message}` stops with a message of its own; `$$` is one `$`; any other `$` is itself.
/// A default may hold variables: `${OUT:-${HOME}/out}`.
struct Substitution {
  var variables: Variables
  /// From `vars:`, in the order of the document.
  var declared: [(name: String, value: String)] = []

  /// Why a text cannot be filled in; a sentence, and how to mend it.
  struct Failure: Error {
    var code = ProblemCode.unsetVariable
    var message: String
    var hint: String?
    /// Where in the text the variable begins, in bytes.
    var offset: Int
  }

  /// The value by precedence: `--set`, `vars:`, the environment.
  func value(_ name: String) -> String? {
    variables.set[name] ?? declared.last { $0.name == name }?.value ?? variables.environment(name)
  }

  /// - Returns: the text, and whether it is nothing but one variable.
  func fill(_ text: String) throws(Failure) -> (text: String, isVariable: Bool) {
    guard text.utf8.contains(Ascii.dollar) else { return (text, false) }
    let bytes = Array(text.utf8)
    let filled = try fill(bytes[...])
    return (String(decoding: filled, as: UTF8.self), isOneVariable(bytes))
  }

  private func fill(_ bytes: ArraySlice<UInt8>) throws(Failure) -> [UInt8] {
    var filled: [UInt8] = []
    var at = bytes.startIndex
    while at < bytes.endIndex {
      let next = at + 1 < bytes.endIndex ? bytes[at + 1] : 0
      if bytes[at] == Ascii.dollar, next == Ascii.dollar {
        filled.append(Ascii.dollar)
        at += 2
      } else if bytes[at] == Ascii.dollar, next == Ascii.open {
        guard let end = Self.closing(bytes, from: at + 2) else {
          throw Failure(
            code: .badValue, message: "`${` is never closed",
            hint: "write `${NAME}`, or `$$` for one dollar sign", offset: at)
        }
        filled += try variable(bytes[(at + 2)..<end], at: at)
        at = end + 1
      } else {
        filled.append(bytes[at])
        at += 1
      }
    }
    return filled
  }

  private func variable(_ inside: ArraySlice<UInt8>, at offset: Int) throws(Failure) -> [UInt8] {
    let nameBytes = inside.prefix(while: Self.isNameByte)
    let name = String(decoding: nameBytes, as: UTF8.self)
    let rest = inside[nameBytes.endIndex...]
    let isDefault = rest.starts(with: ":-".utf8)
    guard !name.isEmpty, !Self.isDigit(nameBytes[nameBytes.startIndex]),
      rest.isEmpty || isDefault || rest.starts(with: ":?".utf8)
    else {
      throw Failure(
        code: .badValue,
        message: "`${\(String(decoding: inside, as: UTF8.self))}` is not a variable",
        hint: "write `${NAME}`, `${NAME:-default}` or `${NAME:?message}`", offset: offset)
    }
    let found = value(name)
    if let found, rest.isEmpty || !found.isEmpty { return Array(found.utf8) }
    let argument = rest.dropFirst(2)
    if isDefault { return try fill(argument) }
    if !rest.isEmpty {
      let message = String(decoding: argument, as: UTF8.self)
      throw Failure(
        message: message.isEmpty ? "variable \(name) is not set" : "\(name): \(message)",
        hint: hint(name), offset: offset)
    }
    throw Failure(message: "variable \(name) is not set", hint: hint(name), offset: offset)
  }

  private func hint(_ name: String) -> String {
    let known = declared.map(\.name) + variables.set.keys.sorted()
    if let near = Suggestion.nearest(to: name, among: known) { return "did you mean `\(near)`?" }
    return "set it with `--set \(name)=VALUE`, under `vars:`, or in the environment; "
      + "`${\(name):-DEFAULT}` gives it a default"
  }

  /// The brace that closes what began before `start`, over braces of variables within.
  private static func closing(_ bytes: ArraySlice<UInt8>, from start: Int) -> Int? {
    var depth = 1
    var at = start
    while at < bytes.endIndex {
      if bytes[at] == Ascii.dollar, at + 1 < bytes.endIndex, bytes[at + 1] == Ascii.open {
        depth += 1
        at += 1
      } else if bytes[at] == Ascii.close {
        depth -= 1
        if depth == 0 { return at }
      }
      at += 1
    }
    return nil
  }

  private func isOneVariable(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: "${".utf8) && Self.closing(bytes[...], from: 2) == bytes.count - 1
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte == 0x5f || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7a)
  }

  private enum Ascii {
    static let dollar: UInt8 = 0x24
    static let open: UInt8 = 0x7b
    static let close: UInt8 = 0x7d
  }
}
