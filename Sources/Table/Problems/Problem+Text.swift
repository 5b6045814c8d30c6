extension Problem {
  /// The problem as people read it, without a final line break.
  ///
  /// ```
  /// error CSV104: quote opened here is never closed
  ///   orders.csv.gz:1204:17  record 1203, column "note"
  ///   1204 | 88,2024-01-31,"late delivery
  ///        |               ^
  ///   hint: a field with a line break needs a closing "; or set `quote: none`
  /// ```
  public var rendered: String { rendered(as: "error") }

  /// The same with another word in front, such as `warning`.
  public func rendered(as severity: String) -> String {
    var lines = ["\(severity) \(code.rawValue): \(message)"]
    if let place { lines.append("  \(place.rendered)") }
    if let excerpt, let line = place?.line {
      let number = String(line)
      lines.append("  \(number) | \(excerpt)")
      if let column = place?.column, column <= excerpt.utf8.count + 1 {
        let margin = String(repeating: " ", count: number.utf8.count)
        lines.append("  \(margin) | \(Problem.indent(of: excerpt, upTo: column))^")
      }
    }
    if let hint { lines.append("  hint: \(hint)") }
    return lines.joined(separator: "\n")
  }

  /// Blanks as wide as what stands before the 1-based byte `column`; tabs stay tabs.
  private static func indent(of excerpt: String, upTo column: Int) -> String {
    let head = String(decoding: excerpt.utf8.prefix(column - 1), as: UTF8.self)
    return String(head.map { $0 == "\t" ? "\t" : " " })
  }
}

extension Place {
  /// `file:line:column  record 3, column "note"`, as far as it is known.
  public var rendered: String {
    var text = file
    if let line { text += ":\(line)" }
    if line != nil, let column { text += ":\(column)" }
    var details: [String] = []
    if let record { details.append("record \(record)") }
    if let field { details.append("column \"\(field)\"") }
    if line == nil, let offset { details.append("byte \(offset)") }
    return details.isEmpty ? text : text + "  " + details.joined(separator: ", ")
  }
}
