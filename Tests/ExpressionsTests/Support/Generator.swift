import TestKit

/// Random expressions over the columns of ``DuckDBTests/table``, each of a wanted type.
///
/// Only what Sluice and DuckDB mean to answer alike; the differences on purpose stand in the functions' pages.
struct Generator {
  enum Kind: CaseIterable {
    case text, integer, decimal, double, boolean, time
  }

  var random: Seeded

  mutating func expression(_ kind: Kind, _ depth: Int) -> String {
    if depth == 0 || random.chance(15) { return leaf(kind) }
    let next = depth - 1
    if random.chance(12) { return choice(kind, next) }
    switch kind {
    case .text: return text(next)
    case .integer: return integer(next)
    case .decimal: return decimal(next)
    case .double:
      return "(\(expression(random.pick([.integer, .decimal]), next)) / \(leaf(.integer)))"
    case .boolean: return boolean(next)
    case .time: return leaf(.time)
    }
  }

  private mutating func leaf(_ kind: Kind) -> String {
    if random.chance(4), kind != .double { return "CAST(null AS \(Self.sql(kind)))" }
    switch kind {
    case .text: return random.pick(["t", "u", "t", "u", "'a'", "'B b'", "''", "'é'", "'10'"])
    case .integer: return random.pick(["i", "j", "i", "j", "0", "1", "-3", "12", "1000000"])
    case .decimal: return random.pick(["d", "d", "1.50", "-0.25", "100.00"])
    case .double: return random.pick(["f", "f", "f * 2", "1e0", "-2.5e0"])
    case .boolean: return random.pick(["b", "b", "true", "false"])
    case .time:
      return random.pick([
        "s", "s", "s", "timestamp '2025-01-15 10:30:00'", "timestamp '1969-12-31 23:59:59'",
      ])
    }
  }

  private static func sql(_ kind: Kind) -> String {
    switch kind {
    case .text: "varchar"
    case .integer: "bigint"
    case .decimal: "decimal(18, 2)"
    case .double: "double"
    case .boolean: "boolean"
    case .time: "timestamp"
    }
  }

  /// What works for values of any type.
  private mutating func choice(_ kind: Kind, _ depth: Int) -> String {
    let (a, b) = (expression(kind, depth), expression(kind, depth))
    switch random.int(0...4) {
    case 0: return "coalesce(\(a), \(b))"
    case 1: return "CASE WHEN \(expression(.boolean, depth)) THEN \(a) ELSE \(b) END"
    case 2: return "CASE \(leaf(.integer)) WHEN 1 THEN \(a) WHEN i THEN \(b) END"
    case 3: return "nullif(\(a), \(b))"
    default:
      return kind == .boolean
        ? "ifnull(\(a), \(b))"
        : random.pick(["greatest", "least"])
          + "(\(a), \(b), \(leaf(kind)))"
    }
  }

  private mutating func text(_ depth: Int) -> String {
    let a = expression(.text, depth)
    switch random.int(0...8) {
    case 0: return "lower(\(a))"
    case 1: return "upper(\(a))"
    case 2: return random.pick(["trim", "ltrim", "rtrim"]) + "(\(a))"
    case 3: return "(\(a) || \(expression(random.pick([.text, .integer]), depth)))"
    case 4: return "replace(\(a), \(random.pick(["'a'", "'b '", "''", "u"])), \(leaf(.text)))"
    case 5: return "substr(\(a), \(random.int(-3...4)), \(random.int(0...3)))"
    case 6:
      return "split_part(\(a), \(random.pick(["' '", "'b'", "','"])), \(random.pick([1, 2, -1])))"
    case 7: return "concat_ws(\(leaf(.text)), \(a), \(expression(.text, depth)))"
    default: return "CAST(\(expression(random.pick([.integer, .boolean]), depth)) AS varchar)"
    }
  }

  private mutating func integer(_ depth: Int) -> String {
    let (a, b) = (expression(.integer, depth), expression(.integer, depth))
    switch random.int(0...6) {
    case 0: return "(\(a) + \(b))"
    case 1: return "(\(a) - \(b))"
    case 2: return "(\(a) * \(b))"
    case 3: return "(\(a) % \(b))"
    case 4: return "(- \(a))"
    case 5: return "abs(\(a))"
    default: return "length(\(expression(.text, depth)))"
    }
  }

  private mutating func decimal(_ depth: Int) -> String {
    let a = expression(.decimal, depth)
    switch random.int(0...6) {
    case 0: return "(\(a) + \(expression(random.pick([.decimal, .integer]), depth)))"
    case 1: return "(\(a) - \(expression(.decimal, depth)))"
    case 2: return "(\(leaf(.decimal)) * \(leaf(.decimal)))"
    case 3: return "(- \(a))"
    case 4: return "round(\(a), \(random.int(0...2)))"
    case 5: return random.pick(["floor", "ceil"]) + "(\(a))"
    default: return "abs(\(a))"
    }
  }

  private mutating func boolean(_ depth: Int) -> String {
    let (a, b) = (expression(.boolean, depth), expression(.boolean, depth))
    switch random.int(0...9) {
    case 0: return "(\(a) AND \(b))"
    case 1: return "(\(a) OR \(b))"
    case 2: return "(NOT \(a))"
    case 3: return "(\(a) IS \(random.pick(["TRUE", "NOT FALSE", "NULL", "NOT NULL"])))"
    case 4:
      let pattern = random.pick(["'a%'", "'%b'", "'_'", "'%'", "'B_b'", "'%É%'", "''"])
      let word = random.pick(["LIKE", "NOT LIKE", "ILIKE"])
      return "(\(expression(.text, depth)) \(word) \(pattern))"
    case 5:
      return random.pick(["starts_with", "ends_with", "contains"])
        + "(\(expression(.text, depth)), \(leaf(.text)))"
    case 6:
      let kind = random.pick([Kind.text, .integer, .decimal])
      let word = random.pick(["IN", "NOT IN"])
      return "(\(expression(kind, depth)) \(word) (\(leaf(kind)), \(leaf(kind))))"
    case 7:
      let kind = random.pick([Kind.text, .integer, .decimal, .time])
      let word = random.pick(["BETWEEN", "NOT BETWEEN"])
      return "(\(expression(kind, depth)) \(word) \(leaf(kind)) AND \(leaf(kind)))"
    default:
      let kind = random.pick(Kind.allCases)
      let sign = random.pick([
        "=", "<>", "<", "<=", ">", ">=", "IS DISTINCT FROM", "IS NOT DISTINCT FROM",
      ])
      return "(\(expression(kind, depth)) \(sign) \(expression(kind, depth)))"
    }
  }
}
