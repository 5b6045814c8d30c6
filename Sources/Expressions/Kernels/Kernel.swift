import Bytes
import Table

/// A typed expression as a tree of operations on whole columns.
indirect enum Kernel: Sendable {
  case column(Int)
  case literal(Value, ValueType)
  case not(Kernel)
  case and(Kernel, Kernel)
  case or(Kernel, Kernel)
  case isNull(Kernel, isNegated: Bool)
  case isTruth(Kernel, Bool, isNegated: Bool)
  case compare(Syntax.Operator, CompareMode, Kernel, Kernel)
  case distinct(CompareMode, Kernel, Kernel, isNegated: Bool)
  case inTexts(Kernel, [[UInt8]], isNegated: Bool)
  case like(Kernel, LikePattern, isNegated: Bool)
  case cases([(Kernel, Kernel)], otherwise: Kernel)
  case coalesce([Kernel], ValueType)
  /// `greatest` and `least`.
  case extreme([Kernel], CompareMode, isGreatest: Bool, ValueType)
  case arithmetic(Syntax.Operator, Kernel, Kernel, ValueType)
  case concatenate([Kernel])
  case cast(Kernel, ValueType, isTry: Bool)
  case path(Kernel, [Syntax.PathStep])
  /// Any value as text.
  case asText(Kernel)
  /// Any value as JSON text; a text is read as JSON, or becomes a JSON string.
  case asJSON(Kernel, isText: Bool)
  /// The content of JSON strings; null for other values.
  case jsonStrings(Kernel)
  case jsonNumbers(Kernel)
  case jsonTruths(Kernel)
  case jsonTimes(Kernel, ValueType)
  /// Numbers as ``DecimalKey``, in which equal numbers are equal bytes.
  case numberKeys(Kernel)
  /// Text to text, cell by cell, several in one pass.
  case textSteps(Kernel, [TextStep])
  case function(FunctionKernel, [Kernel])

  /// The positions of the columns that are read.
  var columns: Set<Int> {
    switch self {
    case .column(let index): [index]
    case .literal: []
    case .not(let inner), .isNull(let inner, _), .isTruth(let inner, _, _),
      .inTexts(let inner, _, _),
      .like(let inner, _, _), .cast(let inner, _, _), .path(let inner, _), .asText(let inner),
      .asJSON(let inner, _), .jsonStrings(let inner), .jsonNumbers(let inner),
      .jsonTruths(let inner), .jsonTimes(let inner, _), .numberKeys(let inner),
      .textSteps(let inner, _):
      inner.columns
    case .and(let left, let right), .or(let left, let right), .compare(_, _, let left, let right),
      .distinct(_, let left, let right, _), .arithmetic(_, let left, let right, _):
      left.columns.union(right.columns)
    case .coalesce(let parts, _), .extreme(let parts, _, _, _), .concatenate(let parts),
      .function(_, let parts):
      parts.reduce([]) { $0.union($1.columns) }
    case .cases(let branches, let otherwise):
      branches.reduce(otherwise.columns) { $0.union($1.0.columns).union($1.1.columns) }
    }
  }

  /// The values of all rows of a batch; a row that fails gets a problem and is null.
  func evaluate(_ batch: Batch, _ problems: inout [RowProblem]) -> Column {
    let count = batch.rowCount
    switch self {
    case .column(let index): return batch.columns[index]
    case .literal(let value, let type): return Column(type, .constant(value, count))
    case .not(let inner):
      let truths = inner.evaluate(batch, &problems).truths(count)
      return Column(
        .boolean, .booleans(truths.map { $0.isPresent ? ($0 == .yes ? .no : .yes) : .null }))
    case .and(let left, let right):
      return logic(left, right, decisive: .no, batch, &problems)
    case .or(let left, let right):
      return logic(left, right, decisive: .yes, batch, &problems)
    case .isNull(let inner, let isNegated):
      return inner.evaluate(batch, &problems).nullTest(count, isNegated: isNegated)
    case .isTruth(let inner, let wanted, let isNegated):
      let truths = inner.evaluate(batch, &problems).truths(count)
      return Column(
        .boolean, .booleans(truths.map { Truth(($0 == Truth(wanted)) != isNegated) }))
    case .compare(let operation, let mode, let left, let right):
      let pair = Comparison.Pair(left, right, batch, &problems)
      return Column(.boolean, .booleans(Comparison.truths(pair.orders(mode), operation)))
    case .distinct(let mode, let left, let right, let isNegated):
      let pair = Comparison.Pair(left, right, batch, &problems)
      return Column(.boolean, .booleans(pair.distinct(mode, isNegated: isNegated)))
    case .inTexts(let inner, let texts, let isNegated):
      let operand = Comparison.Operand(inner, batch, &problems)
      let (buffer, slices) = operand.column.texts(count)
      let marks = buffer.matches(slices, anyOf: texts)
      return Column(
        .boolean,
        .booleans(
          marks.enumerated().map { row, mark in
            slices[row].isPresent || operand.isOtherKind(row)
              ? Truth((mark == 1) != isNegated) : .null
          }))
    case .like(let inner, let pattern, let isNegated):
      var (buffer, slices) = inner.evaluate(batch, &problems).texts(count)
      if pattern.ignoresCase { (buffer, slices) = buffer.applying([.lower], to: slices) }
      return Column(
        .boolean,
        .booleans(
          slices.map { slice in
            slice.isPresent ? Truth(pattern.matches(buffer.bytes(slice)) != isNegated) : .null
          }))
    case .cases(let branches, let otherwise):
      return Branches.evaluate(branches, otherwise, batch, &problems)
    case .coalesce(let parts, let type): return Branches.coalesce(parts, type, batch, &problems)
    case .extreme(let parts, let mode, let isGreatest, let type):
      return Branches.extreme(
        parts.map { $0.evaluate(batch, &problems) }, mode, isGreatest: isGreatest, type, count)
    case .arithmetic(let operation, let left, let right, let type):
      return Arithmetic.evaluate(
        operation, left.evaluate(batch, &problems), right.evaluate(batch, &problems), type, count,
        &problems)
    case .concatenate(let parts):
      return TextJoin.concatenate(parts.map { $0.evaluate(batch, &problems).texts(count) }, count)
    case .cast(let inner, let type, let isTry):
      return Casting.cast(
        inner.evaluate(batch, &problems), to: type, count, isTry: isTry, &problems)
    case .path(let inner, let steps):
      return JSONPath.evaluate(inner.evaluate(batch, &problems), steps, count)
    case .asText(let inner):
      let (buffer, slices) = inner.evaluate(batch, &problems).texts(count)
      return Column(.string, .text(buffer, slices))
    case .asJSON(let inner, let isText):
      return Casting.json(inner.evaluate(batch, &problems), count, isText: isText, &problems)
    case .jsonStrings(let inner):
      return Casting.jsonStrings(inner.evaluate(batch, &problems), count)
    case .jsonNumbers(let inner):
      return Casting.jsonNumbers(inner.evaluate(batch, &problems), count)
    case .jsonTruths(let inner):
      return Column(.boolean, .booleans(inner.evaluate(batch, &problems).truths(count)))
    case .jsonTimes(let inner, let type):
      return Casting.jsonTimes(inner.evaluate(batch, &problems), type, count)
    case .numberKeys(let inner):
      let (buffer, slices) = NumberOrder.keys(inner.evaluate(batch, &problems), count)
      return Column(.string, .text(buffer, slices))
    case .textSteps(let inner, let steps):
      let (buffer, slices) = inner.evaluate(batch, &problems).texts(count)
      let (result, texts) = buffer.applying(steps, to: slices)
      return Column(.string, .text(result, texts))
    case .function(let function, let parts):
      return function.evaluate(parts.map { $0.evaluate(batch, &problems) }, count, &problems)
    }
  }

  /// OR over many terms, as a tree that is as flat as can be.
  static func anyOf(_ terms: ArraySlice<Kernel>) -> Kernel {
    guard terms.count > 1 else { return terms.first ?? .literal(.boolean(false), .boolean) }
    let middle = terms.startIndex + terms.count / 2
    return .or(anyOf(terms[..<middle]), anyOf(terms[middle...]))
  }

  /// AND and OR: where one side decides, the other cannot fail the row.
  private func logic(
    _ left: Kernel, _ right: Kernel, decisive: Truth, _ batch: Batch, _ problems: inout [RowProblem]
  ) -> Column {
    let count = batch.rowCount
    var leftProblems: [RowProblem] = []
    var rightProblems: [RowProblem] = []
    let a = left.evaluate(batch, &leftProblems).truths(count)
    let b = right.evaluate(batch, &rightProblems).truths(count)
    problems += leftProblems.filter { b[$0.row] != decisive }
    problems += rightProblems.filter { a[$0.row] != decisive }
    let other: Truth = decisive == .no ? .yes : .no
    // By both sides at once: which rows are decided is not to be guessed.
    let all: [Truth] = [.no, .yes, .null, .missing]
    let table = all.flatMap { a in
      all.map { b in
        a == decisive || b == decisive ? decisive : a == other && b == other ? other : .null
      }
    }
    let truths = zip(a, b).map { a, b in table[Int(a.rawValue << 2 | b.rawValue)] }
    return Column(.boolean, .booleans(truths))
  }
}

extension Column {
  /// The truth of every row; JSON booleans count, anything else is null.
  func truths(_ count: Int) -> [Truth] {
    switch values {
    case .booleans(let truths): return truths
    case .constant(.boolean(let truth), _): return [Truth](repeating: Truth(truth), count: count)
    case .json(let buffer, let slices):
      let bytes = buffer.bytes
      return slices.map { slice in
        guard slice.isPresent else { return .null }
        return switch bytes[slice.range.lowerBound] {
        case 0x74: .yes
        case 0x66: .no
        default: .null
        }
      }
    default: return [Truth](repeating: .null, count: count)
    }
  }

  func nullTest(_ count: Int, isNegated: Bool) -> Column {
    let truths: [Truth] =
      switch values {
      case .text(_, let slices), .json(_, let slices):
        slices.map { Truth($0.isPresent == isNegated) }
      default: (0..<count).map { Truth(isPresent($0) == isNegated) }
      }
    return Column(.boolean, .booleans(truths))
  }
}
