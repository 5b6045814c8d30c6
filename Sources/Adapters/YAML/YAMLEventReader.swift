import CYAML

/// libyaml's parser over a text held in memory; everything it allocates is freed with it.
//
// SAFETY: the parser and the copy of the text it reads from are allocated here, used by one owner and
// freed once; no pointer leaves.
@safe
final class YAMLEventReader {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>
  private let text: YAMLText

  init(_ bytes: Span<UInt8>) {
    text = YAMLText(bytes)
    unsafe input = .allocate(capacity: max(text.bytes.count, 1))
    _ = unsafe input.initialize(from: text.bytes)
    unsafe parser = .allocate(capacity: 1)
    guard unsafe yaml_parser_initialize(parser) == 1 else { fatalError("out of memory") }
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    unsafe yaml_parser_set_input_string(parser, input.baseAddress, text.bytes.count)
  }

  deinit {
    unsafe yaml_parser_delete(parser)
    unsafe parser.deallocate()
    unsafe input.deallocate()
  }

  func next() throws(YAMLError) -> YAMLEvent {
    var event = unsafe yaml_event_t()
    guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw failure() }
    defer { unsafe yaml_event_delete(&event) }
    let start = unsafe position(event.start_mark)
    let end = unsafe position(event.end_mark)
    func result(
      _ kind: YAMLEvent.Kind, anchor: UnsafeMutablePointer<UInt8>? = nil,
      tag: UnsafeMutablePointer<UInt8>? = nil
    ) -> YAMLEvent {
      unsafe YAMLEvent(
        kind: kind, anchor: Self.string(anchor), tag: Self.string(tag), start: start, end: end)
    }
    // SAFETY: each member of the union is looked at for its own event type only.
    switch unsafe event.type {
    case YAML_STREAM_START_EVENT: return result(.streamStart)
    case YAML_DOCUMENT_START_EVENT: return result(.documentStart)
    case YAML_DOCUMENT_END_EVENT: return result(.documentEnd)
    case YAML_ALIAS_EVENT:
      return unsafe result(.alias(Self.string(event.data.alias.anchor) ?? ""))
    case YAML_SCALAR_EVENT:
      let scalar = unsafe event.data.scalar
      let view = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      let words = unsafe String(decoding: view, as: UTF8.self)
      let style = unsafe Self.style(scalar.style)
      return unsafe result(
        .scalar(words, style: style), anchor: scalar.anchor, tag: scalar.tag)
    case YAML_SEQUENCE_START_EVENT:
      let sequence = unsafe event.data.sequence_start
      return unsafe result(.sequenceStart, anchor: sequence.anchor, tag: sequence.tag)
    case YAML_MAPPING_START_EVENT:
      let mapping = unsafe event.data.mapping_start
      return unsafe result(.mappingStart, anchor: mapping.anchor, tag: mapping.tag)
    case YAML_SEQUENCE_END_EVENT: return result(.sequenceEnd)
    case YAML_MAPPING_END_EVENT: return result(.mappingEnd)
    default: return result(.streamEnd)
    }
  }

  private static func style(_ style: yaml_scalar_style_t) -> YAMLNode.Style {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE, YAML_DOUBLE_QUOTED_SCALAR_STYLE: .quoted
    case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
    default: .plain
    }
  }

  private static func string(_ start: UnsafeMutablePointer<UInt8>?) -> String? {
    unsafe start.map { unsafe String(cString: $0) }
  }

  private func position(_ mark: yaml_mark_t) -> YAMLPosition {
    text.position(index: mark.index, line: mark.line, column: mark.column)
  }

  /// What the parser has to say about the call that just failed.
  private func failure() -> YAMLError {
    let problem = unsafe parser.pointee.problem.map { unsafe String(cString: $0) } ?? "unreadable"
    switch unsafe parser.pointee.error {
    case YAML_READER_ERROR:
      let place = unsafe text.position(byte: parser.pointee.problem_offset)
      let value = unsafe parser.pointee.problem_value
      let found = value < 0 ? "" : " (found \(GzipFormat.hex(UInt32(value))))"
      return YAMLError(message: problem + found, position: place)
    case YAML_MEMORY_ERROR: fatalError("out of memory")
    default: break
    }
    let mark = unsafe parser.pointee.problem_mark
    if let message = explanation(of: problem, at: mark) {
      return YAMLError(message: message, position: position(mark))
    }
    var message = problem
    if let context = unsafe parser.pointee.context {
      unsafe message += ", \(String(cString: context))"
      let line = unsafe parser.pointee.context_mark.line
      if line != mark.line { message += " that begins on line \(line + 1)" }
    }
    return YAMLError(message: message, position: position(mark))
  }

  /// Better words than libyaml's, where a common slip hides behind them.
  private func explanation(of problem: String, at mark: yaml_mark_t) -> String? {
    let tab = "a tab cannot indent, use spaces"
    switch problem {
    case "found a tab character that violates indentation": return tab
    case "found character that cannot start any token":
      guard let byte = text.character(at: mark.index) else { return nil }
      if byte == UInt8(ascii: "\t") { return tab }
      return "a value cannot begin with \(Character(Unicode.Scalar(byte))), put it in quotes"
    default: return nil
    }
  }
}
