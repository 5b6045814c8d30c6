import Bytes
import CustomerIO
import Formats
import Table

// What the columns of a file say, before its first row.
extension Validation {
  /// What the names of a table's columns break, once a file.
  func headerNotes(_ subject: Subject, _ schema: Schema, _ number: Int, head: ByteBuffer) {
    guard let wire = subject.wire, !subject.isTyped, let kind = subject.kind,
      let attributes = kind.attributes
    else { return }
    let fields = FlatColumns(schema, kind, wire)
    let layout = MessageLayout(kind, as: wire)
    func add(_ code: RuleCode, _ index: Int?, _ message: String) {
      guard let severity = Rule.with(code).severities[wire] else { return }
      let column =
        subject.container == .csv
        ? index.flatMap { subject.dialect.start(ofField: $0, in: head.bytes) } : nil
      self.add(
        Note(
          code: .rule(code), severity: severity, file: number, line: 1,
          column: column.map { $0 + 1 }, field: index.map { schema[$0].name }, message: message))
    }
    for (index, field) in schema.fields.enumerated() where fields.byColumn[index] == nil {
      for fault in nameFaults(field.name, attributes, layout) {
        add(fault.code, index, fault.message)
      }
    }
    let count = schema.count - fields.byColumn.count
    let most = Rule.with(.attributeCount).limit ?? .max
    if attributes.isLimited, count > most {
      add(
        .attributeCount, nil, "there are \(count) attributes; Customer.io takes at most \(most)")
    }
  }

  /// What the columns of a dump break of what a pipeline says of its input.
  func contractNotes(
    _ input: InputDeclaration, _ subject: Subject, _ names: [String], _ number: Int
  ) {
    let line = subject.container == .csv && subject.declared.hasHeader ? 1 : nil
    for problem in input.brokenContract(names) + input.unmatchedTypes(names) {
      add(
        Note(
          code: .problem(problem.code), severity: .error, file: number, line: line,
          message: problem.message))
    }
    let first = state.withLock { state -> (path: String, names: [String])? in
      let known = state.columns[input.name]
      if known == nil {
        state.columns[input.name] = (state.files[number].path, names)
      }
      return known
    }
    guard subject.container == .csv, let first,
      let difference = InputDeclaration.difference(names, first.names)
    else { return }
    add(
      Note(
        code: .problem(.headersDisagree), severity: .error, file: number, line: line,
        message: "its columns are not those of \(first.path): \(difference)"))
  }

  /// A key that the contract does not allow, met after the first rows.
  func newKey(_ name: String, _ origin: Origin) -> Note {
    Note(
      code: .problem(.contractBroken), severity: .error, file: origin.file, line: origin.line,
      field: name, message: "the key \"\(name)\" is new, and the input is frozen")
  }
}
