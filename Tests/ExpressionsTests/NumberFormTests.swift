import Bytes
import Expressions
import Table
import Testing

/// However a column is held, an expression gives the same.
@Suite struct NumberFormTests {
  static let whole: [String?] = [
    "0", "-0", "7", "-7", "999999999999999999", "-999999999999999999", nil,
    "9223372036854775807", "-9223372036854775808",
  ]
  static let others: [String?] = [
    "0.5", "-7.25", "1e3", "1E+2", "7.000", nil, "99999999999999999999999999999999999999999999.5",
  ]
  static let constants = [
    "0", "7", "-7", "7.0", "6.99", "999999999999999999", "1000000000000000000", "1e3",
    "9223372036854775807", "-9223372036854775808", "99999999999999999999999999999999999999999999.5",
  ]
  static let signs = ["=", "<>", "<", "<=", ">", ">="]

  private func texts(_ type: ValueType, _ cells: [String?]) -> Rows {
    Rows([("x", type, cells.map { $0.map { .decimal($0) } ?? .null })])
  }

  /// What arithmetic on the digits says, without any of the code under test.
  private func expected(_ sign: String, _ cells: [String?], _ constant: String) -> [String] {
    cells.map { cell in
      guard let cell else { return "null" }
      let (a, b) = (Digits(cell), Digits(constant))
      return switch sign {
      case "=": "\(a == b)"
      case "<>": "\(a != b)"
      case "<": "\(a < b)"
      case "<=": "\(a < b || a == b)"
      case ">": "\(b < a)"
      default: "\(b < a || a == b)"
      }
    }
  }

  @Test(arguments: constants)
  func `Numbers are compared by their digits, whole or not, on either side`(_ constant: String)
    throws
  {
    for cells in [Self.whole, Self.others, Self.whole + Self.others] {
      for sign in Self.signs {
        let rows = texts(.decimal, cells)
        let wanted = expected(sign, cells, constant)
        #expect(try rows.texts("x \(sign) \(constant)") == wanted, "x \(sign) \(constant)")
        #expect(try rows.texts("x \(sign) '\(constant)'") == wanted, "x \(sign) '\(constant)'")
        let turned =
          sign.contains("<") && sign != "<>"
          ? sign.replacing("<", with: ">")
          : sign
            .contains(">") && sign != "<>" ? sign.replacing(">", with: "<") : sign
        #expect(try rows.texts("\(constant) \(turned) x") == wanted, "\(constant) \(turned) x")
      }
    }
  }

  @Test func `A list of numbers has those that are equal to one of its own`() throws {
    let rows = texts(.decimal, ["7", "7.00", "70e-1", "0.7", "-7", "0", "-0.0", nil])
    let list = "(-7.0, 7, '0', 9223372036854775807)"
    #expect(
      try rows.texts("x IN \(list)")
        == ["true", "true", "true", "false", "true", "true", "true", "null"])
    #expect(
      try rows.texts("x IN (-7.0, 7, 0, 12)")
        == ["true", "true", "true", "false", "true", "true", "true", "null"])
    #expect(
      try rows.texts("x NOT IN (-7.0, 7, 0, 12)")
        == ["false", "false", "false", "true", "false", "false", "false", "null"])
    #expect(
      try rows.texts("x IN (1, 7, null)")
        == ["true", "true", "true", "null", "null", "null", "null", "null"])
  }

  @Test func `Integers held as numbers compare as those held as text`() throws {
    let cells = Self.whole
    let states: [UInt8] = cells.map { $0 == nil ? 1 : 0 }
    let held = Column(
      .integer, .integers(cells.map { $0.flatMap { Int64($0) } ?? 0 }, Presence(states: states)))
    let read = Rows.column(.integer, cells.map { $0.map { .decimal($0) } ?? .null })
    let schema = Schema([.init("held", .integer), .init("read", .integer)])
    let batch = Batch(
      rowCount: cells.count, columns: [held, read],
      origins: cells.indices.map { Origin(file: 0, line: $0, offset: 0) })
    for (left, right) in [("held", "read"), ("read", "held")] {
      let expression = try Expression.parse("\(left) IS NOT DISTINCT FROM \(right)", at: nil)
      var problems: [RowProblem] = []
      let truths = try expression.bind(to: schema).truths(batch, &problems)
      #expect(truths == [Truth](repeating: .yes, count: cells.count))
    }
    for constant in Self.constants {
      for sign in Self.signs {
        var problems: [RowProblem] = []
        let truths = try ["held", "read"].map { name in
          try Expression.parse("\(name) \(sign) \(constant)", at: nil).bind(to: schema)
            .truths(batch, &problems)
        }
        #expect(truths[0] == truths[1], "\(sign) \(constant)")
      }
    }
  }

  /// A number as its sign, its digits without outer zeros, and where the point stands.
  struct Digits: Comparable {
    var isNegative: Bool
    var digits: [UInt8]
    var point: Int

    init(_ text: String) {
      let parts = text.lowercased().split(separator: "e")
      let body = parts[0].drop { $0 == "-" }
      let sides = body.split(separator: ".", omittingEmptySubsequences: false)
      digits = sides.joined().utf8.map { $0 - 48 }
      point = sides[0].count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
      while digits.first == 0 {
        digits.removeFirst()
        point -= 1
      }
      while digits.last == 0 { digits.removeLast() }
      isNegative = text.hasPrefix("-") && !digits.isEmpty
      if digits.isEmpty { point = 0 }
    }

    static func < (a: Digits, b: Digits) -> Bool {
      if a.isNegative != b.isNegative { return a.isNegative }
      if a.digits.isEmpty || b.digits.isEmpty {
        return a.isNegative
          ? b.digits.isEmpty && !a.digits.isEmpty : a.digits.isEmpty && !b.digits.isEmpty
      }
      let isSmaller =
        a.point != b.point ? a.point < b.point : a.digits.lexicographicallyPrecedes(b.digits)
      return a.isNegative ? a != b && !isSmaller : isSmaller
    }
  }
}
