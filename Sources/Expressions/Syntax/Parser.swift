import Bytes
import Table

/// Reads expressions by operator precedence, loosest first: OR, AND, NOT, comparisons and IS, IN, LIKE and
/// BETWEEN, `||`, sums, products, signs, casts and paths.
struct Parser {
  private let text: String
  private let tokens: [Token]
  private var position = 0
  /// How deep the parser itself stands in brackets and signs.
  private var nesting = 0

  /// Far beyond what people write, far below what a thread's stack holds.
  private static let deepest = 200
  /// Bounds what BETWEEN and `CASE x WHEN` unfold to, whose operand stands in several comparisons.
  private static let heaviest = 200_000

  init(_ text: String) throws(SyntaxFault) {
    self.text = text
    var lexer = Lexer(text)
    tokens = try lexer.tokens()
  }

  /// The whole text as one expression.
  static func parse(_ text: String) throws(SyntaxFault) -> Syntax {
    var parser = try Parser(text)
    if parser.tokens.count == 1 { throw SyntaxFault("the expression is empty", at: 0) }
    let syntax = try parser.expression()
    try parser.expectEnd()
    return syntax
  }

  /// The whole text as a list of orders.
  static func parseOrder(_ text: String) throws(SyntaxFault) -> [OrderTerm] {
    var parser = try Parser(text)
    if parser.tokens.count == 1 { throw SyntaxFault("the order is empty", at: 0) }
    var terms: [OrderTerm] = []
    repeat {
      let syntax = try parser.expression()
      let isDescending = parser.take("DESC")
      if !isDescending { _ = parser.take("ASC") }
      var nullsFirst = isDescending
      if parser.take("NULLS") {
        if parser.take("FIRST") {
          nullsFirst = true
        } else {
          try parser.expect("LAST", hint: "NULLS FIRST or NULLS LAST")
          nullsFirst = false
        }
      }
      terms.append(OrderTerm(syntax: syntax, isDescending: isDescending, nullsFirst: nullsFirst))
    } while parser.takeSign(",")
    try parser.expectEnd()
    return terms
  }

  // Tokens.

  private var token: Token { tokens[min(position, tokens.count - 1)] }

  private func isWord(_ word: String, ahead: Int = 0) -> Bool {
    guard position + ahead < tokens.count,
      case .word(let found) = tokens[position + ahead].kind
    else { return false }
    return found.uppercased() == word
  }

  private mutating func take(_ word: String) -> Bool {
    guard isWord(word) else { return false }
    position += 1
    return true
  }

  private mutating func takeSign(_ sign: String) -> Bool {
    guard token.kind == .sign(sign) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ word: String, hint: String? = nil) throws(SyntaxFault) {
    if !take(word) { throw unexpected("expected \(word)", hint: hint) }
  }

  private mutating func expectSign(_ sign: String) throws(SyntaxFault) {
    if !takeSign(sign) { throw unexpected("expected `\(sign)`") }
  }

  private mutating func expectEnd() throws(SyntaxFault) {
    if token.kind == .end { return }
    throw unexpected("expected an operator or the end")
  }

  private func unexpected(_ expected: String, hint: String? = nil) -> SyntaxFault {
    let found: String =
      switch token.kind {
      case .word(let word): "`\(word)`"
      case .quotedName(let name): "\"\(name)\""
      case .number(let number): number
      case .text(let text): "'\(text)'"
      case .sign(let sign): "`\(sign)`"
      case .end: "the end"
      }
    return SyntaxFault(
      "\(expected), found \(found)", at: token.offset, hint: hint ?? foreignHint)
  }

  private func node(_ form: Syntax.Form, from start: Int) throws(SyntaxFault) -> Syntax {
    let end = position > 0 && position <= tokens.count ? tokens[position - 1].end : start
    let made = Syntax(form: form, range: start..<max(start, end))
    if made.depth > Parser.deepest { throw tooDeep(start) }
    if made.weight > Parser.heaviest {
      throw SyntaxFault("the expression has more than \(Parser.heaviest) parts", at: start)
    }
    return made
  }

  private func tooDeep(_ offset: Int) -> SyntaxFault {
    SyntaxFault("more than \(Parser.deepest) operators stand inside of one another", at: offset)
  }

  /// What to write instead of another language's spelling.
  private var foreignHint: String? {
    token.kind == .sign("=") && position > 0 && tokens[position - 1].kind == .sign("=")
      ? "equality is one `=`" : nil
  }

  // Grammar.

  mutating func expression() throws(SyntaxFault) -> Syntax {
    nesting += 1
    defer { nesting -= 1 }
    if nesting > Parser.deepest { throw tooDeep(token.offset) }
    let first = try conjunction()
    var terms = [first]
    while take("OR") { terms.append(try conjunction()) }
    return Syntax.balanced(.or, terms[...]) ?? first
  }

  private mutating func conjunction() throws(SyntaxFault) -> Syntax {
    let first = try negation()
    var terms = [first]
    while take("AND") { terms.append(try negation()) }
    return Syntax.balanced(.and, terms[...]) ?? first
  }

  private mutating func negation() throws(SyntaxFault) -> Syntax {
    let start = token.offset
    guard take("NOT") else { return try comparison() }
    nesting += 1
    defer { nesting -= 1 }
    if nesting > Parser.deepest { throw tooDeep(start) }
    return try node(.not(try negation()), from: start)
  }

  private mutating func comparison() throws(SyntaxFault) -> Syntax {
    let start = token.offset
    var left = try tested()
    while true {
      if case .sign(let sign) = token.kind,
        let found = Syntax.Operator(rawValue: sign == "!=" ? "<>" : sign), found.isComparison
      {
        position += 1
        let right = try tested()
        left = try node(.binary(found, left, right), from: start)
      } else if take("IS") {
        left = try test(left, start)
      } else {
        return left
      }
    }
  }

  /// IN, LIKE and BETWEEN bind tighter than `=`, as in Postgres.
  private mutating func tested() throws(SyntaxFault) -> Syntax {
    let start = token.offset
    var left = try concatenation()
    while true {
      let isNegated =
        isWord("NOT") && ["IN", "LIKE", "ILIKE", "BETWEEN"].contains { isWord($0, ahead: 1) }
      if isNegated { position += 1 }
      guard let found = try membership(left, start, isNegated) else { return left }
      left = found
    }
  }

  private mutating func test(_ left: Syntax, _ start: Int) throws(SyntaxFault) -> Syntax {
    let isNegated = take("NOT")
    if take("NULL") { return try node(.isNull(left, isNegated: isNegated), from: start) }
    if take("TRUE") { return try node(.isTruth(left, true, isNegated: isNegated), from: start) }
    if take("FALSE") { return try node(.isTruth(left, false, isNegated: isNegated), from: start) }
    if take("DISTINCT") {
      try expect("FROM")
      let right = try tested()
      return try node(.distinct(left, right, isNegated: isNegated), from: start)
    }
    throw unexpected("expected NULL, TRUE, FALSE or DISTINCT FROM")
  }

  private mutating func membership(
    _ left: Syntax, _ start: Int, _ isNegated: Bool
  ) throws(SyntaxFault) -> Syntax? {
    if take("IN") {
      try expectSign("(")
      if isWord("SELECT") {
        let select = try select()
        return try node(.inSelect(left, select, isNegated: isNegated), from: start)
      }
      var items = [try expression()]
      while takeSign(",") { items.append(try expression()) }
      try expectSign(")")
      return try node(.inList(left, items, isNegated: isNegated), from: start)
    }
    for (word, ignoresCase) in [("LIKE", false), ("ILIKE", true)] where take(word) {
      let pattern = try concatenation()
      return try node(
        .like(left, pattern, ignoresCase: ignoresCase, isNegated: isNegated), from: start)
    }
    if take("BETWEEN") {
      let low = try concatenation()
      try expect("AND")
      let high = try concatenation()
      let both = try node(
        .binary(
          .and, try node(.binary(.greaterOrEqual, left, low), from: start),
          try node(.binary(.lessOrEqual, left, high), from: start)), from: start)
      return isNegated ? try node(.not(both), from: start) : both
    }
    return nil
  }

  /// `SELECT [DISTINCT] column FROM input [WHERE condition] )`.
  private mutating func select() throws(SyntaxFault) -> Syntax.Select {
    try expect("SELECT")
    _ = take("DISTINCT")
    let column = try name("a column")
    try expect("FROM")
    let input = try name("an input")
    var select = Syntax.Select(column: column, input: input)
    if take("WHERE") { select.condition = try expression() }
    try expectSign(")")
    return select
  }

  private mutating func name(_ what: String) throws(SyntaxFault) -> String {
    switch token.kind {
    case .word(let name), .quotedName(let name):
      position += 1
      return name
    default: throw unexpected("expected the name of \(what)")
    }
  }

  private mutating func concatenation() throws(SyntaxFault) -> Syntax {
    let start = token.offset
    var left = try sum()
    while takeSign("||") {
      let right = try sum()
      left = try node(.binary(.concatenate, left, right), from: start)
    }
    return left
  }

  private mutating func sum() throws(SyntaxFault) -> Syntax {
    let start = token.offset
    var left = try product()
    while case .sign(let sign) = token.kind, sign == "+" || sign == "-" {
      position += 1
      let right = try product()
      left = try node(.binary(sign == "+" ? .add : .subtract, left, right), from: start)
    }
    return left
  }

  private mutating func product() throws(SyntaxFault) -> Syntax {
    let start = token.offset
    var left = try signed()
    while case .sign(let sign) = token.kind, ["*", "/", "%"].contains(sign) {
      position += 1
      let right = try signed()
      let found: Syntax.Operator =
        sign == "*" ? .multiply : sign == "/" ? .divide : .remainder
      left = try node(.binary(found, left, right), from: start)
    }
    return left
  }

  private mutating func signed() throws(SyntaxFault) -> Syntax {
    let start = token.offset
    nesting += 1
    defer { nesting -= 1 }
    if nesting > Parser.deepest { throw tooDeep(start) }
    if takeSign("-") {
      if case .number(let number) = token.kind {
        position += 1
        return try suffixes(try node(.literal(Parser.number("-" + number)), from: start), start)
      }
      return try node(.negate(try signed()), from: start)
    }
    if takeSign("+") { return try signed() }
    return try suffixes(try primary(), start)
  }

  private mutating func suffixes(_ inner: Syntax, _ start: Int) throws(SyntaxFault) -> Syntax {
    var inner = inner
    while true {
      if takeSign("::") {
        inner = try node(.cast(inner, try typeName(), isTry: false), from: start)
      } else if token.kind == .sign(":") || token.kind == .sign("[") {
        inner = try node(.path(inner, try path()), from: start)
      } else {
        return inner
      }
    }
  }

  private mutating func path() throws(SyntaxFault) -> [Syntax.PathStep] {
    var steps: [Syntax.PathStep] = []
    if takeSign(":") { steps.append(.key(try name("a member"))) }
    while true {
      if takeSign(".") {
        steps.append(.key(try name("a member")))
      } else if takeSign("[") {
        switch token.kind {
        case .number(let number):
          guard let index = Int(number) else { throw unexpected("expected a whole number") }
          steps.append(.index(index))
        case .text(let key): steps.append(.key(key))
        default: throw unexpected("expected an index or a 'key'")
        }
        position += 1
        try expectSign("]")
      } else {
        return steps
      }
    }
  }

  private mutating func typeName() throws(SyntaxFault) -> ValueType {
    let offset = token.offset
    let word = try name("a type")
    if word.lowercased() == "double" { _ = take("PRECISION") }
    if takeSign("(") {
      // VARCHAR(255), NUMBER(38, 0): the size says nothing here.
      while !takeSign(")") {
        if token.kind == .end { throw unexpected("expected `)`") }
        position += 1
      }
    }
    if let type = TypeNames.type(word) {
      if type == .timestamp, take("WITH") || take("WITHOUT") {
        try expect("TIME")
        try expect("ZONE")
      }
      return type
    }
    throw SyntaxFault(
      "there is no type `\(word)`", at: offset,
      hint: "types: " + ValueType.allCases.map(\.rawValue).joined(separator: ", "))
  }

  private mutating func primary() throws(SyntaxFault) -> Syntax {
    let start = token.offset
    switch token.kind {
    case .number(let number):
      position += 1
      return try node(.literal(Parser.number(number)), from: start)
    case .text(let text):
      position += 1
      return try node(.literal(.text(text)), from: start)
    case .quotedName(let name):
      position += 1
      return try node(.column(name), from: start)
    case .sign("("):
      position += 1
      let inner = try expression()
      try expectSign(")")
      return inner
    case .word(let word): return try named(word, start)
    case .sign, .end: throw unexpected("expected a column, a value or a function")
    }
  }

  private mutating func named(_ word: String, _ start: Int) throws(SyntaxFault) -> Syntax {
    let upper = word.uppercased()
    position += 1
    switch upper {
    case "NULL": return try node(.literal(.null), from: start)
    case "TRUE": return try node(.literal(.boolean(true)), from: start)
    case "FALSE": return try node(.literal(.boolean(false)), from: start)
    case "CASE": return try cases(start)
    case "TIMESTAMP", "DATE":
      if case .text(let text) = token.kind {
        guard let instant = parseInstant(text.utf8Span.span) else {
          throw SyntaxFault(
            "'\(text)' is not a \(upper.lowercased())", at: token.offset,
            hint: "write it as 2025-01-15 10:30:00Z")
        }
        position += 1
        let type: ValueType = upper == "DATE" ? .date : .timestamp
        return try node(
          .cast(try node(.literal(.instant(instant)), from: start), type, isTry: false), from: start
        )
      }
    case "CAST", "TRY_CAST":
      if takeSign("(") {
        let inner = try expression()
        try expect("AS")
        let type = try typeName()
        try expectSign(")")
        return try node(.cast(inner, type, isTry: upper == "TRY_CAST"), from: start)
      }
    case "SELECT":
      throw SyntaxFault(
        "SELECT is understood only in `column IN (SELECT column FROM input)`", at: start,
        hint: "use a `join` stage")
    case "AND", "OR", "NOT", "IN", "IS", "LIKE", "BETWEEN", "WHEN", "THEN", "ELSE", "END", "AS":
      position -= 1
      throw unexpected("expected a column, a value or a function")
    default: break
    }
    guard takeSign("(") else { return try node(.column(word), from: start) }
    var arguments: [Syntax] = []
    if !takeSign(")") {
      repeat { arguments.append(try expression()) } while takeSign(",")
      try expectSign(")")
    }
    return try node(.call(word.lowercased(), arguments), from: start)
  }

  private mutating func cases(_ start: Int) throws(SyntaxFault) -> Syntax {
    let subject: Syntax? = isWord("WHEN") ? nil : try expression()
    var branches: [(condition: Syntax, result: Syntax)] = []
    while take("WHEN") {
      let from = token.offset
      var condition = try expression()
      if let subject { condition = try node(.binary(.equal, subject, condition), from: from) }
      try expect("THEN")
      branches.append((condition, try expression()))
    }
    if branches.isEmpty { throw unexpected("expected WHEN") }
    let otherwise: Syntax? = take("ELSE") ? try expression() : nil
    try expect("END")
    return try node(.cases(branches, otherwise: otherwise), from: start)
  }

  private static func number(_ text: String) -> Value {
    if let integer = Int64(text) { return .integer(integer) }
    if text.contains("e") || text.contains("E"), let double = Double(text) {
      return .double(double)
    }
    let buffer = ByteBuffer(capacity: text.utf8.count + 2)
    let slice = appendCanonicalNumber(text.utf8Span.span, to: buffer)
    return .decimal(buffer.text(slice))
  }
}

/// One term of an order as it is written.
struct OrderTerm: Sendable {
  var syntax: Syntax
  var isDescending: Bool
  var nullsFirst: Bool
}

/// The names that SQL dialects give the types.
enum TypeNames {
  static func type(_ word: String) -> ValueType? {
    switch word.lowercased() {
    case "string", "varchar", "text", "char": .string
    case "integer", "int", "bigint", "int64", "smallint", "long": .integer
    case "decimal", "numeric", "number": .decimal
    case "double", "float", "float64", "real": .double
    case "boolean", "bool": .boolean
    case "date": .date
    case "timestamp", "timestamptz", "timestamp_ntz", "timestamp_tz", "timestamp_ltz", "datetime":
      .timestamp
    case "json", "variant", "object", "array": .json
    default: nil
    }
  }
}
