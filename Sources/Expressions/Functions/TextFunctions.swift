import Bytes
import Table

/// `length`, `substr`, `replace`, `split_part`, `concat`, `concat_ws`.
enum TextFunctions {
  static let all = [
    FunctionSpec(
      "length", "length(text)", "Characters (code points), not bytes.",
      examples: [("length('né')", "2"), ("length('')", "0")], [.text], gives: .integer
    ) { arguments, count, _ in
      let (buffer, slices) = arguments[0].texts(count)
      var lengths = [Int64](repeating: 0, count: count)
      var presence = Presence.all
      for (row, slice) in slices.enumerated() {
        guard slice.isPresent else {
          presence.setAbsent(row, count: count)
          continue
        }
        let text = buffer.bytes(slice)
        for index in text.indices where text[index] & 0xc0 != 0x80 { lengths[row] += 1 }
      }
      return Column(.integer, .integers(lengths, presence))
    },
    FunctionSpec(
      "substr", "substr(text, start [, length])",
      "A part by characters; the first is 1, a negative start counts from the end.",
      examples: [("substr('naïve', 3, 2)", "ïv"), ("substr('abc', -2)", "bc")], [.text, .integer],
      optional: [.integer], gives: .string
    ) { arguments, count, _ in
      let starts = arguments[1].integers(count)
      let lengths = arguments.count > 2 ? arguments[2].integers(count) : nil
      return textual(arguments[0], count) { text, row in
        guard starts.1.isPresent(row), lengths?.1.isPresent(row) ?? true else { return nil }
        let scalars = Array(text.unicodeScalars)
        let asked = starts.0[row]
        let from = asked > 0 ? asked - 1 : asked < 0 ? Int64(scalars.count) + asked : -1
        let length = lengths.map { max(0, $0.0[row]) } ?? Int64.max / 2
        let low = max(0, min(from, Int64(scalars.count)))
        let high = max(
          low, min(from.addingReportingOverflow(length).partialValue, Int64(scalars.count)))
        var part = String.UnicodeScalarView()
        part.append(contentsOf: scalars[Int(low)..<Int(high)])
        return String(part)
      }
    },
    FunctionSpec(
      "replace", "replace(text, old, new)", "Every occurrence of a text replaced.",
      examples: [("replace('a-b-c', '-', '.')", "a.b.c")], [.text, .text, .text], gives: .string
    ) { arguments, count, _ in
      let old = arguments[1].texts(count)
      let new = arguments[2].texts(count)
      return TextSearch.assembled(arguments[0], count) { text, row, result in
        guard old.slices[row].isPresent, new.slices[row].isPresent else { return false }
        var start = 0
        for place in TextSearch.places(of: old.buffer.bytes(old.slices[row]), in: text) {
          result.append(text.extracting(start..<place.lowerBound))
          result.append(new.slices[row], of: new.buffer)
          start = place.upperBound
        }
        result.append(text.extracting(start..<text.count))
        return true
      }
    },
    FunctionSpec(
      "split_part", "split_part(text, separator, n)",
      "The nth part between separators, from 1; an empty text past the last, from the end if negative.",
      examples: [("split_part('a,b,c', ',', 2)", "b"), ("split_part('a,b', ',', -1)", "b")],
      [.text, .text, .integer], gives: .string
    ) { arguments, count, _ in
      let separators = arguments[1].texts(count)
      let (numbers, presence) = arguments[2].integers(count)
      return TextSearch.assembled(arguments[0], count) { text, row, result in
        guard separators.slices[row].isPresent, presence.isPresent(row) else { return false }
        let separator = separators.buffer.bytes(separators.slices[row])
        let places = TextSearch.places(of: separator, in: text)
        let parts = Int64(places.count) + 1
        let wanted = numbers[row] < 0 ? parts + numbers[row] : numbers[row] - 1
        guard wanted >= 0, wanted < parts else { return true }
        let part = Int(wanted)
        let start = part == 0 ? 0 : places[part - 1].upperBound
        let end = part == places.count ? text.count : places[part].lowerBound
        result.append(text.extracting(start..<end))
        return true
      }
    },
    FunctionSpec(
      "concat", "concat(value, …)", "Texts put together.", sql: "a || b",
      examples: [("concat('a', 1, 'b')", "a1b")], [.any], rest: .any, gives: .string
    ) { arguments, count, _ in TextJoin.concatenate(arguments.map { $0.texts(count) }, count) },
    FunctionSpec(
      "concat_ws", "concat_ws(separator, value, …)", "Texts put together with a separator.",
      nulls: "null values are left out; null where the separator is null",
      examples: [("concat_ws(', ', 'a', null, 'b')", "a, b")], [.text, .any], rest: .any,
      gives: .string
    ) { arguments, count, _ in
      TextJoin.joined(
        arguments[0].texts(count), arguments.dropFirst().map { $0.texts(count) }, count)
    },
  ]

  /// Text made of text row by row; for functions that are not on the hot path.
  static func textual(
    _ column: Column, _ count: Int, _ body: (String, Int) -> String?
  ) -> Column {
    let (buffer, slices) = column.texts(count)
    let result = ByteBuffer(capacity: count * 16)
    let texts = slices.enumerated().map { row, slice -> Slice in
      guard slice.isPresent, let text = body(buffer.text(slice), row) else { return .null }
      let start = result.count
      result.append(text)
      return Slice(start: start, length: result.count - start)
    }
    return Column(.string, .text(result, texts))
  }
}
