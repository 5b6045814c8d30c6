import Bytes
import Table

/// `abs`, `round`, `floor`, `ceil`.
enum NumberFunctions {
  static let all = [
    FunctionSpec(
      "abs", "abs(number)", "Without its sign.", examples: [("abs(-1.50)", "1.50")], [.number],
      bind: { arguments, _, _ in
        function("abs", arguments, double: { abs($0) }) { decimal, _ in
          Decimal128(mantissa: abs(decimal.mantissa), scale: decimal.scale)
        }
      }),
    FunctionSpec(
      "round", "round(number [, digits])", "Rounded, halves away from zero.",
      examples: [
        ("round(2.5)", "3"), ("round(1.005, 2)", "1.01"), ("round(-2.5)", "-3"),
        ("round(1250.4, -2)", "1300"),
      ],
      [.number],
      optional: [.integer],
      bind: { arguments, _, _ in
        function("round", arguments, double: { $0.rounded(.toNearestOrAwayFromZero) }) {
          decimal, digits in decimal.rounded(to: digits)
        }
      }),
    FunctionSpec(
      "floor", "floor(number)", "The whole number at or below.", examples: [("floor(-1.5)", "-2")],
      [.number],
      bind: { arguments, _, _ in
        function("floor", arguments, double: { $0.rounded(.down) }) { decimal, _ in
          whole(decimal, up: false)
        }
      }),
    FunctionSpec(
      "ceil", "ceil(number)", "The whole number at or above.", examples: [("ceil(1.2)", "2")],
      [.number],
      bind: { arguments, _, _ in
        function("ceil", arguments, double: { $0.rounded(.up) }) { decimal, _ in
          whole(decimal, up: true)
        }
      }),
  ]

  private static func whole(_ decimal: Decimal128, up isUp: Bool) -> Decimal128 {
    var (quotient, rest) = (decimal.mantissa, Int128(0))
    // With more digits than a number has behind the point, all of it is a fraction.
    if decimal.scale > 38 {
      (quotient, rest) = (0, decimal.mantissa)
    } else {
      var divisor: Int128 = 1
      for _ in 0..<decimal.scale { divisor *= 10 }
      (quotient, rest) = quotient.quotientAndRemainder(dividingBy: divisor)
    }
    if isUp, rest > 0 { quotient += 1 }
    if !isUp, rest < 0 { quotient -= 1 }
    return Decimal128(mantissa: quotient, scale: 0)
  }

  /// Doubles as IEEE has them, all other numbers exactly; so are doubles that are rounded to some digits.
  private static func function(
    _ name: String, _ arguments: [TypedKernel], double: @escaping @Sendable (Double) -> Double,
    _ body: @escaping @Sendable (Decimal128, Int) -> Decimal128
  ) -> TypedKernel {
    guard arguments[0].type == .double, arguments.count == 1 else {
      return exact(name, arguments, body)
    }
    let kernel = FunctionKernel(name: name) { columns, count, _ in
      let (values, presence) = columns[0].doubles(count)
      return Column(.double, .doubles(values.map(double), presence))
    }
    return TypedKernel(.double, .function(kernel, arguments.map(\.kernel)))
  }

  /// A function of exact decimals; whole numbers stay whole.
  private static func exact(
    _ name: String, _ arguments: [TypedKernel],
    _ body: @escaping @Sendable (Decimal128, Int) -> Decimal128
  ) -> TypedKernel {
    let type: ValueType = arguments[0].type == .integer ? .integer : .decimal
    let kernel = FunctionKernel(name: name) { columns, count, problems in
      let (buffer, slices) = columns[0].texts(count)
      let digits = columns.count > 1 ? columns[1].integers(count) : nil
      let result = ByteBuffer(capacity: count * 12)
      var texts: [Slice] = []
      for (row, slice) in slices.enumerated() {
        guard slice.isPresent, digits?.1.isPresent(row) ?? true else {
          texts.append(.null)
          continue
        }
        guard let decimal = Decimal128(buffer.bytes(slice)) else {
          problems.append(Arithmetic.overflow(row, "\(name)(\(buffer.text(slice)))", "38 digits"))
          texts.append(.null)
          continue
        }
        let digits = digits.map { Int(clamping: $0.0[row]) } ?? 0
        let value = body(decimal, digits)
        if type == .integer, Int64(exactly: value.mantissa) == nil {
          problems.append(Arithmetic.overflow(row, "\(name)(\(buffer.text(slice)))", "64 bits"))
          texts.append(.null)
        } else {
          texts.append(value.append(to: result))
        }
      }
      return Column(type, .text(result, texts))
    }
    return TypedKernel(type, .function(kernel, arguments.map(\.kernel)))
  }
}
