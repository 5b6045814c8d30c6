import Bytes
import Table

/// Values as bytes whose byte order is the values' order, so that any sort is a comparison of bytes.
///
/// The bytes of each kind of value are those of ``orderedKeys(_:count:)``. Numbers of every kind share one decimal form
/// (``DecimalKey``), so `1`, `1.0` and `1e0` are one key; JSON takes part by its text.
enum OrderKey {
  /// How one column takes part.
  struct Term {
    var column: Column
    var isDescending = false
    var nullsFirst = false
  }

  /// One key a row.
  static func encode(_ terms: [Term], count: Int) -> (buffer: ByteBuffer, keys: [Slice]) {
    orderedKeys(
      terms.map { term in
        KeyTerm(
          term.column.keyValues(count), isDescending: term.isDescending,
          nullsFirst: term.nullsFirst)
      }, count: count)
  }
}

extension Column {
  /// The values in the form that keys are made of.
  func keyValues(_ count: Int) -> KeyTerm.Values {
    switch spread(count).values {
    case .text(let buffer, let slices):
      return type.isNumber ? decimalKeys(slices, buffer) : .text(buffer, slices)
    case .json, .pruned, .constant:
      let (buffer, slices) = texts(count)
      return .text(buffer, slices)
    case .integers, .doubles:
      let (buffer, slices) = texts(count)
      return decimalKeys(slices, buffer)
    case .booleans(let truths): return .truths(truths.map(\.rawValue))
    case .instants(let instants): return .instants(instants)
    }
  }

  private func decimalKeys(_ slices: [Slice], _ source: ByteBuffer) -> KeyTerm.Values {
    let (buffer, keys) = DecimalKey.keys(of: slices, in: source)
    return .bytes(buffer, keys)
  }
}
