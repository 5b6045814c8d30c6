import Bytes
import Table

/// The declared fields of one batch, each in the form that its shape is written from, with the rules applied.
struct MessageCells {
  let layout: MessageLayout
  let batch: Batch
  private(set) var texts: [String: TextCells] = [:]
  private(set) var times: [String: [Instant]] = [:]
  private(set) var objects: [String: TextCells] = [:]

  init(_ layout: MessageLayout, _ batch: Batch, _ checks: inout RowChecks, _ names: EventNames) {
    self.layout = layout
    self.batch = batch
    for field in layout.kind.fields {
      guard let source = layout.field(field.name) else { continue }
      let column = batch.columns[source.column]
      switch field.shape {
      case .time: times[field.name] = moments(column, field.name, &checks)
      case .json:
        let cells = jsonCells(column)
        checks.requireObjects(cells, field: field.name)
        objects[field.name] = cells
      case .person, .anonymous, .object, .objectType, .eventName, .name, .message, .deviceToken,
        .platform:
        let (cells, unfit) = TextCells.of(column, rows: batch.rowCount)
        checks.unfit(unfit, field: field.name)
        check(cells, field, &checks, names)
        texts[field.name] = cells
      }
    }
    requireFields(&checks)
    checkAttributes(&checks)
    if layout.wire == .track, let given = texts["messageId"] {
      texts["messageId"] = checks.ulids(of: given, times: times["timestamp"])
    }
  }

  private func check(
    _ cells: TextCells, _ field: MessageField, _ checks: inout RowChecks, _ names: EventNames
  ) {
    switch field.shape {
    case .person:
      checks.limitBytes(.personIdSize, cells, field: field.name)
      if layout.identifier == .email { checks.requireEmails(cells, field: field.name) }
      if layout.identifier == .phone { checks.requirePhones(cells, field: field.name) }
    case .anonymous: checks.limitBytes(.personIdSize, cells, field: field.name)
    case .object: checks.limitBytes(.objectIdSize, cells, field: field.name)
    case .objectType: checks.requireObjectTypes(cells)
    case .eventName:
      checks.limitBytes(.eventNameSize, cells, field: field.name)
      names.check(cells, field: field.name, &checks)
    case .name: checks.limitBytes(.eventNameSize, cells, field: field.name)
    case .platform: checks.requirePlatforms(cells)
    case .message, .deviceToken, .time, .json: break
    }
  }

  private func requireFields(_ checks: inout RowChecks) {
    var alternatives: [(name: String, cells: TextCells)] = []
    for field in layout.kind.fields {
      guard let need = field.needs[layout.wire], let cells = texts[field.name] else { continue }
      switch need {
      case .required: checks.requireOne(of: [(field.name, cells)])
      case .oneOf: alternatives.append((field.name, cells))
      case .optional, .ignored: break
      }
    }
    checks.requireOne(of: alternatives)
    guard layout.kind == .identify, layout.severity(.anonymousIdentify) != nil else { return }
    let users = texts["userId"]?.slices
    for row in 0..<batch.rowCount where users?[row].count ?? 0 == 0 && checks.rejected[row] == 0 {
      checks.broke(
        .anonymousIdentify, row: row, field: "anonymousId",
        "there is no userId; Customer.io ignores an identify that has only anonymousId")
    }
  }

  private func checkAttributes(_ checks: inout RowChecks) {
    limitConstants(&checks)
    guard layout.kind == .identify else { return }
    for attribute in layout.attributes where ["email", "phone"].contains(attribute.name) {
      let (cells, unfit) = TextCells.of(
        batch.columns[attribute.source.column], rows: batch.rowCount)
      checks.unfit(unfit, field: attribute.name)
      if attribute.name == "email" {
        checks.requireEmails(cells, field: attribute.name)
      } else {
        checks.requirePhones(cells, field: attribute.name)
      }
    }
  }

  /// Values that every row has are part of the template, where nothing is measured.
  private func limitConstants(_ checks: inout RowChecks) {
    guard layout.kind.attributes?.isLimited == true else { return }
    for attribute in layout.attributes {
      guard case .constant(let value, _) = batch.columns[attribute.source.column].values else {
        continue
      }
      switch value {
      case .text, .json:
        let cells = TextCells.constant(value, rows: batch.rowCount)
        checks.limitBytes(.attributeValueSize, cells, field: attribute.name)
      case .null, .missing, .integer, .decimal, .double, .boolean, .instant: continue
      }
    }
  }

  private func jsonCells(_ column: Column) -> TextCells {
    if case .json(let buffer, let slices) = column.values {
      return TextCells(buffer: buffer, slices: slices)
    }
    return TextCells.of(column, rows: batch.rowCount).cells
  }

  /// A column of moments: as it is, or read from text (ISO 8601 and its kin) or from numbers (Unix seconds).
  private func moments(_ column: Column, _ field: String, _ checks: inout RowChecks) -> [Instant] {
    var moments: [Instant]
    switch column.values {
    case .instants(let instants): moments = instants
    case .integers(let values, let presence):
      moments = values.indices.map { row in
        presence.isPresent(row)
          ? Instant(seconds: values[row]) : presence.isMissing(row) ? .missing : .null
      }
    case .constant(.instant(let instant), let count):
      moments = [Instant](repeating: instant, count: count)
    case .text, .json, .doubles, .booleans, .constant, .pruned:
      let (cells, unfit) = TextCells.of(column, rows: batch.rowCount)
      checks.unfit(unfit, field: field)
      moments = read(cells, field, except: unfit, &checks)
    }
    checks.requirePlausibleTimes(moments, field: field)
    return moments
  }

  private func read(
    _ cells: TextCells, _ field: String, except unfit: [Int], _ checks: inout RowChecks
  ) -> [Instant] {
    var (moments, failures) = parseInstants(cells.slices, in: cells.buffer)
    let bytes = cells.buffer.bytes
    for row in failures {
      if let seconds = parseInteger(bytes.extracting(cells.slices[row].range)) {
        moments[row] = Instant(seconds: seconds)
      } else if !unfit.contains(row) {
        checks.broke(
          .unreadableTime, row: row, field: field,
          "\(field) is \"\(cells.excerpt(row))\", which is no time that Sluice reads")
      }
    }
    return moments
  }
}
