import Bytes
import Table

/// Which of Track's identifiers a person's text is.
///
/// With `auto`, as Customer.io's own action for Segment does it: `cio_…` is a `cio_id`, and leaves without that
/// prefix, which v2 does not have; what has the shape of an e-mail address is an `email`; all else is an `id`.
enum PersonIdentifier {
  /// One column an identifier; each row has a value in exactly one of them, if it has one at all.
  static func split(
    _ text: TextCells, _ identifier: MessageLayout.Identifier
  ) -> [(name: String, cells: TextCells)] {
    switch identifier {
    case .id, .email, .phone: return [(identifier.rawValue, text)]
    case .cioId:
      let (_, _, coded) = sorted(text, byShape: false)
      return [("cio_id", TextCells(buffer: text.buffer, slices: coded))]
    case .auto:
      let (ids, emails, coded) = sorted(text, byShape: true)
      return [("id", ids), ("email", emails), ("cio_id", coded)].map {
        ($0.0, TextCells(buffer: text.buffer, slices: $0.1))
      }
    }
  }

  private static func sorted(
    _ text: TextCells, byShape: Bool
  ) -> (ids: [Slice], emails: [Slice], coded: [Slice]) {
    var ids = [Slice](repeating: .missing, count: text.slices.count)
    var emails = ids
    var coded = ids
    let bytes = text.buffer.bytes
    for row in text.slices.indices {
      let slice = text.slices[row]
      guard slice.isPresent else { continue }
      let value = bytes.extracting(slice.range)
      if hasPrefix(value) {
        coded[row] = Slice(start: slice.range.lowerBound + 4, length: slice.count - 4)
      } else if !byShape {
        coded[row] = slice
      } else if isEmailAddress(value) {
        emails[row] = slice
      } else {
        ids[row] = slice
      }
    }
    return (ids, emails, coded)
  }

  private static func hasPrefix(_ text: Span<UInt8>) -> Bool {
    text.count > 4 && text[0] == 0x63 && text[1] == 0x69 && text[2] == 0x6f && text[3] == 0x5f
  }
}
