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
      var presence = Presence.all
      for (row, slice) in slices.enumerated() where !slice.isPresent {
        presence.setAbsent(row, count: count)
      }
      return Column(.integer, .integers(buffer.codePointCounts(slices), presence))
    },
    FunctionSpec(
      "substr", "substr(text, start [, length])",
      "A part by characters; the first is 1, a negative start counts from the end.",
      examples: [("substr('naïve', 3, 2)", "ïv"), ("substr('abc', -2)", "bc")], [.text, .integer],
      optional: [.integer], gives: .string
    ) { arguments, count, _ in
      let (buffer, slices) = arguments[0].texts(count)
      let (starts, hasStart) = arguments[1].integers(count)
      let lengths = arguments.count > 2 ? arguments[2].integers(count) : nil
      let known = slices.nulled(by: hasStart).nulled(by: lengths?.1 ?? .all)
      return Column(
        .string, .text(buffer, buffer.codePoints(of: known, from: starts, lengths: lengths?.0)))
    },
    FunctionSpec(
      "replace", "replace(text, old, new)", "Every occurrence of a text replaced.",
      examples: [("replace('a-b-c', '-', '.')", "a.b.c")], [.text, .text, .text], gives: .string
    ) { arguments, count, _ in
      let (buffer, slices) = arguments[0].texts(count)
      let (result, texts) = buffer.replacing(
        in: slices, arguments[1].texts(count), by: arguments[2].texts(count))
      return Column(.string, .text(result, texts))
    },
    FunctionSpec(
      "split_part", "split_part(text, separator, n)",
      "The nth part between separators, from 1; an empty text past the last, from the end if negative.",
      examples: [("split_part('a,b,c', ',', 2)", "b"), ("split_part('a,b', ',', -1)", "b")],
      [.text, .text, .integer], gives: .string
    ) { arguments, count, _ in
      let (buffer, slices) = arguments[0].texts(count)
      let (numbers, hasNumber) = arguments[2].integers(count)
      let found = buffer.parts(
        of: slices.nulled(by: hasNumber), between: arguments[1].texts(count), numbers: numbers)
      return Column(.string, .text(buffer, found))
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
}

extension [Slice] {
  /// Null also where a number is.
  fileprivate func nulled(by presence: Presence) -> [Slice] {
    if presence.states.isEmpty { return self }
    return indices.map { presence.isPresent($0) ? self[$0] : .null }
  }
}
