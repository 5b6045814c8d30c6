import Adapters
import Bytes
import CustomerIO

extension Plan {
  /// A fingerprint of everything that decides what comes out of the same input: stages, types, dialects, fields.
  public var fingerprint: String {
    let text = ByteBuffer(capacity: 4096)
    for input in [main] + stages.compactMap(\.sideInput).compactMap({ inputs[$0] }) {
      text.append("input \(input.name) \(input.format.rawValue) \(input.dialect)\n")
      for field in input.schema.fields { text.append("  \(field.name) \(field.type.rawValue)\n") }
    }
    for stage in stages { text.append("stage \(stage.bound.name) \(stage.bound.summary)\n") }
    let layout = output.encoder.layout
    text.append("output \(layout.kind.rawValue) \(layout.wire.rawValue) \(layout.nulls.rawValue)\n")
    for (field, expression) in zip(output.schema.fields, document.output.fields) {
      text.append("  \(field.name) \(expression.name) = \(expression.expression.value)\n")
    }
    for field in output.schema.fields { text.append("  \(field.name) \(field.type.rawValue)\n") }
    return Digest.hex(of: text.bytes, .sha256)
  }
}

extension PlannedStage {
  /// The name of a join's other input.
  var sideInput: String? {
    if case .join(let side, _) = bound.work { return side.input }
    return nil
  }
}
