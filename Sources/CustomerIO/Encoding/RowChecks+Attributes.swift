import Bytes
import Table

// What is looked at only in the few rows whose line gave cause to.
extension RowChecks {
  /// Finds the attributes of a row whose text is longer than the limit.
  mutating func limitValues(_ batch: Batch, row: Int, limit: Int) {
    for attribute in layout.attributes {
      guard let slice = RowChecks.slice(batch.columns[attribute.source.column], row),
        slice.count > limit
      else { continue }
      let bytes = slice.count
      broke(
        .attributeValueSize, row: row, field: attribute.name,
        "\(attribute.name) has \(bytes) bytes; Customer.io takes at most \(limit)")
    }
  }

  /// Counts the texts of a row that Customer.io will take for times.
  mutating func noteDates(_ batch: Batch, row: Int) {
    for attribute in layout.attributes {
      guard case .text(let buffer, let slices) = batch.columns[attribute.source.column].values,
        slices[row].count >= 10, parseInstant(buffer.bytes(slices[row])) != nil
      else { continue }
      broke(
        .dateLikeText, row: row, field: attribute.name,
        "\(attribute.name) is the text \"\(buffer.text(slices[row]))\", which becomes a number")
    }
  }

  private static func slice(_ column: Column, _ row: Int) -> Slice? {
    switch column.values {
    case .text(_, let slices), .json(_, let slices): slices[row]
    case .integers, .doubles, .booleans, .instants, .constant, .pruned: nil
    }
  }
}
