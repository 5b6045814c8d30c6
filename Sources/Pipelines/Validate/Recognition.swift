import Bytes
import CustomerIO
import Formats
import Table

/// Finds out what a file is from its first bytes: its container, its columns, and whose messages they are.
struct Recognition {
  let subject: Subject
  /// The header of a CSV file, or the keys of the first NDJSON objects.
  let names: [String]

  /// - Throws: what makes the header unreadable, and choices that contradict each other.
  init(
    _ source: PeekedSource, name: String, _ settings: ValidateSettings, _ role: DeclaredFiles.Role?
  ) throws(Problem) {
    switch role {
    case .input(let declaration): try self.init(source, name: name, input: declaration)
    case .output(let declaration): try self.init(source, name: name, output: declaration)
    case nil: try self.init(source, name: name, settings)
    }
  }

  /// A dump that a pipeline reads.
  private init(
    _ source: PeekedSource, name: String, input: InputDeclaration
  ) throws(Problem) {
    let container: Subject.Container =
      switch input.format {
      case .csv: .csv
      case .ndjson: .ndjson
      case nil: Recognition.container(source.head, name: name, ValidateSettings())
      }
    var subject = Subject(container: container, dialect: input.dialect.dialect)
    let part = source.sample(named: name)
    switch (container, input.header) {
    case (.csv, .names(let declared)):
      names = declared
      subject.declared.hasHeader = false
    case (.csv, .present): names = try CSVHeader.read(of: part, subject.dialect).names
    case (.ndjson, _): names = try NDJSONKeys.sample(part)
    }
    let format: InputFormat = container == .csv ? .csv : .ndjson
    subject.declared.input = input.name
    subject.declared.types = names.map { input.type(of: $0, in: format) }
    if case .freeze = input.columns { subject.declared.isFrozen = true }
    self.subject = subject
  }

  /// The file that a pipeline has written.
  private init(
    _ source: PeekedSource, name: String, output: OutputDeclaration
  ) throws(Problem) {
    var settings = ValidateSettings()
    settings.kind = output.kind
    let isTyped = output.wire == .pipelines || output.wire == .track
    settings.wire = output.kind == .rows ? nil : output.wire
    if isTyped { settings.kind = nil }
    let found = try Recognition(source, name: name, settings)
    var subject = found.subject
    subject.declared.limits = output.limits
    self.subject = subject
    names = found.names
  }

  private init(_ source: PeekedSource, name: String, _ settings: ValidateSettings) throws(Problem) {
    let head = source.head
    let container = Recognition.container(head, name: name, settings)
    let part = source.sample(named: name)
    let dialect = settings.dialect ?? Recognition.dialect(head, part)
    switch container {
    case .csv: names = try CSVHeader.read(of: part, dialect).names
    case .ndjson: names = try NDJSONKeys.sample(part)
    }
    var subject = Subject(container: container, dialect: dialect)
    let (wire, kind) = Recognition.messages(container, names, head)
    subject.wire = settings.wire ?? (settings.kind == .rows ? nil : wire)
    subject.kind = settings.kind ?? (settings.wire == nil || settings.wire == wire ? kind : nil)
    if settings.kind == .rows { subject.wire = nil }
    if subject.isTyped { subject.kind = nil }
    if subject.wire == nil { subject.kind = nil }
    if let wire = subject.wire, !subject.isTyped, subject.kind == nil {
      subject.kind = Recognition.flatKind(names, wire)
    }
    if let wire = subject.wire, let kind = subject.kind, !kind.isSupported(by: wire) {
      throw Problem(
        .unsupportedMessage, "`--for \(wire.rawValue)` has no message for `\(kind.rawValue)`",
        hint: "see `sluice describe` for what each interface takes in")
    }
    if subject.isTyped, container == .csv {
      throw Problem(
        .unsupportedMessage, "messages of `--for \(subject.wire?.rawValue ?? "")` are no CSV",
        at: Place(file: name), hint: "use `--for reverse_etl` or `--for csv_import`")
    }
    self.subject = subject
  }

  /// By what is said, else by the file's name, else by the first byte: the first line may be a broken one.
  private static func container(
    _ head: ByteBuffer, name: String, _ settings: ValidateSettings
  ) -> Subject.Container {
    if settings.wire == .pipelines || settings.wire == .track { return .ndjson }
    if settings.wire == .csvImport || settings.dialect != nil { return .csv }
    let plain = name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
    if [".ndjson", ".jsonl"].contains(where: plain.hasSuffix) { return .ndjson }
    if [".csv", ".tsv", ".psv"].contains(where: plain.hasSuffix) { return .csv }
    let bytes = head.bytes
    for index in bytes.indices {
      switch bytes[index] {
      case 0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf: continue
      case 0x7b: return .ndjson
      default: return .csv
      }
    }
    return .csv
  }

  /// The delimiter that the first line has most of.
  ///
  /// Where quotes are broken by RFC 4180 and there are backslashes, the one that breaks fewer records.
  private static func dialect(_ head: ByteBuffer, _ part: InputPart) -> Dialect {
    let dialect = delimited(head)
    guard dialect.escape == .doubled, countOf(0x5c, in: head.bytes) > 0 else { return dialect }
    var escaped = dialect
    escaped.escape = .backslashInQuotes
    escaped.name = Dialect.databricks.name
    return broken(part, escaped) < broken(part, dialect) ? escaped : dialect
  }

  /// Records of the first bytes that the dialect cannot read; all of them if it is the header.
  private static func broken(_ part: InputPart, _ dialect: Dialect) -> Int {
    do throws(Problem) {
      let schema = Schema(try CSVHeader.read(of: part, dialect).names.map { .init($0, .string) })
      let parser = CSVParser(schema: schema, needed: [], dialect: dialect)
      let reader = CSVReader(part, schema: schema, dialect: dialect)
      var count = 0
      while let chunk = try reader.next() { count += parser.parse(chunk).rejects.count }
      return count
    } catch { return .max }
  }

  private static func delimited(_ head: ByteBuffer) -> Dialect {
    let bytes = head.bytes
    var counts = [UInt8: Int]()
    var isQuoted = false
    for index in bytes.indices {
      let byte = bytes[index]
      if byte == 0x0a { break }
      if byte == 0x22 { isQuoted.toggle() }
      if !isQuoted, [0x2c, 0x09, 0x3b, 0x7c].contains(byte) { counts[byte, default: 0] += 1 }
    }
    var dialect = Dialect.standard
    var most = counts[dialect.delimiter] ?? 0
    for delimiter: UInt8 in [0x7c, 0x09, 0x3b] where counts[delimiter] ?? 0 > most {
      dialect = delimiter == 0x7c ? .redshift : .standard
      dialect.delimiter = delimiter
      most = counts[delimiter] ?? 0
    }
    return dialect
  }

  private static func messages(
    _ container: Subject.Container, _ names: [String], _ head: ByteBuffer
  ) -> (WireForm?, MessageKind?) {
    let has = Set(names)
    if container == .ndjson {
      if has.contains("type"), has.contains("action") { return (.track, nil) }
      // A request may be longer than what is looked at; then it has no keys here.
      if has.contains(ParsedRows.field) || (names.isEmpty && beginsWithBatch(head)) {
        return (batched(head), nil)
      }
      let bodies: Set = ["userId", "anonymousId", "previousId", "groupId", "messageId"]
      let content: Set = ["traits", "properties", "messageId", "previousId", "context"]
      if has.contains("type"), !has.isDisjoint(with: bodies), !has.isDisjoint(with: content) {
        return (.pipelines, nil)
      }
    }
    let declared: Set = ["userId", "anonymousId", "groupId", "previousId", "objectId"]
    if !has.isDisjoint(with: declared) {
      return (.reverseETL, flatKind(names, .reverseETL))
    }
    if container == .csv, let kind = imported(names) { return (.csvImport, kind) }
    return (nil, nil)
  }

  private static func beginsWithBatch(_ head: ByteBuffer) -> Bool {
    let start = head.text(Slice(start: 0, length: min(head.count, 40)))
    return start.filter { $0 != " " }.hasPrefix("{\"\(ParsedRows.field)\"")
  }

  /// Whose requests `{"batch":[…]}` are: the first message of Track has an action.
  private static func batched(_ head: ByteBuffer) -> WireForm {
    head.text(Slice(start: 0, length: min(head.count, 1000))).contains("\"action\"")
      ? .track : .pipelines
  }

  /// What the columns say the rows are.
  private static func flatKind(_ names: [String], _ wire: WireForm) -> MessageKind {
    if wire == .csvImport { return imported(names) ?? .identify }
    let has = Set(names)
    if has.contains("previousId") { return .alias }
    if has.contains("objectId") {
      return has.contains("userId") ? .deleteRelationship : .deleteObject
    }
    if has.contains("event") { return .track }
    if has.contains("groupId") {
      return has.contains("relationshipAttributes") && has.contains("userId")
        ? .relationship : .group
    }
    return .identify
  }

  /// An import file begins with what it knows its rows by.
  private static func imported(_ names: [String]) -> MessageKind? {
    guard let first = names.first else { return nil }
    if first == "object_type_id", names.dropFirst().first == "object_id" { return .relationship }
    if first == "object_id" { return .group }
    guard ["id", "email", "cio_id", "phone"].contains(first) else { return nil }
    return names.dropFirst().first == "name" && names.contains("timestamp") ? .track : .identify
  }
}
