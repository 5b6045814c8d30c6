import Bytes
import Table

/// Puts the line of a message together; one a wire form.
///
/// A shape is asked once a batch for a template over the batch's columns; the rows are then written in one call each.
protocol MessageShape: Sendable {
  func fill(_ template: inout RowTemplate, _ cells: MessageCells)
}

/// The attributes of a layout with their keys, ready to be added to a template.
struct AttributeMembers: Sendable {
  private let keys: [[UInt8]]
  private let attributes: [MessageLayout.Attribute]
  private let times: WireForm.TimeForm
  private let absent: AbsentForm
  private let options: CellOptions
  private let style: AttributeCells.Style

  init(_ layout: MessageLayout, style: AttributeCells.Style = .json, absent: AbsentForm? = nil) {
    attributes = layout.attributes
    keys = layout.attributes.map { JSONKey.lead($0.name) }
    times = layout.wire.timeForm
    self.style = style
    self.absent = absent ?? (layout.nulls == .clear ? .null : .omitted)
    var options: CellOptions = []
    if layout.kind.attributes?.isLimited == true, layout.severity(.attributeValueSize) != nil {
      options.insert(.measured)
    }
    if layout.severity(.dateLikeText) != nil { options.insert(.dates) }
    self.options = options
  }

  func add(to template: inout RowTemplate, _ batch: Batch) {
    for (index, attribute) in attributes.enumerated() {
      let value = AttributeCells(
        batch.columns[attribute.source.column], as: style, times: times, options)
      template.attribute(keys[index], value, absent: absent)
    }
  }
}

/// Keys as they lead a member in.
enum JSONKey {
  /// `,"name":`
  static func lead(_ name: String) -> [UInt8] {
    let buffer = ByteBuffer(",")
    buffer.append(jsonString: name)
    buffer.append(0x3a)
    return Array(buffer.bytes)
  }
}

extension RowTemplate {
  /// A declared field as a JSON string; empty identifiers are left out as if they were null.
  mutating func text(
    _ name: String, as key: String? = nil, _ cells: MessageCells, absent: AbsentForm = .omitted,
    keepsEmpty: Bool = false
  ) {
    guard let text = cells.texts[name] else { return }
    cell(
      JSONKey.lead(key ?? name), .slices(text.buffer, text.slices), as: .jsonString, absent: absent,
      keepsEmpty ? [] : [.emptyIsAbsent])
  }

  /// A declared field's text as it is, for numbers.
  mutating func number(_ name: String, as key: String, _ cells: MessageCells) {
    guard let text = cells.texts[name] else { return }
    cell(JSONKey.lead(key), .slices(text.buffer, text.slices), as: .verbatim)
  }

  mutating func time(
    _ name: String, as key: String? = nil, _ cells: MessageCells, form: CellForm = .iso8601,
    absent: AbsentForm = .omitted
  ) {
    guard let instants = cells.times[name] else { return }
    cell(
      JSONKey.lead(key ?? name), .instants(instants), as: form, absent: absent,
      form == .unixSeconds ? [] : [.quoted])
  }

  mutating func object(
    _ name: String, as key: String? = nil, _ cells: MessageCells, absent: AbsentForm = .omitted
  ) {
    guard let text = cells.objects[name] else { return }
    cell(
      JSONKey.lead(key ?? name), .slices(text.buffer, text.slices), as: .json, absent: absent)
  }
}
