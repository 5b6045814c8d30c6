import Formats
import StageKit
import Table

/// A preset by name, and what the document changes about it.
public struct DialectDeclaration: Sendable {
  public var preset = DialectPreset(dialect: .standard)
  /// Absent values are the preset's.
  public var delimiter: Delimiter?
  public var quote: QuoteMark?
  public var escape: Dialect.Escape?
  public var nulls: [String]?
  public var quotedNulls: Bool?
  public var booleans: TruthWords?
  public var zone: ZoneOffset?

  public init() {}
}

extension DialectDeclaration: DeclaredOptions, OptionValue {
  public static let fields: [Field<DialectDeclaration>] = [
    Field(
      "preset", \.preset, "The dialect to start from.", standard: DialectPreset(dialect: .standard)),
    Field("delimiter", \.delimiter, "One ASCII character between fields, or `tab`."),
    Field("quote", \.quote, "One ASCII character around fields, or `none`."),
    Field(
      "escape", \.escape,
      "How a quote stands within quotes: `doubled` (`\"\"`) or after a `backslash`."),
    Field(
      "nulls", \.nulls,
      "Texts that are null where they stand without quotes; the empty text may be among them."),
    Field("quoted_nulls", \.quotedNulls, "Whether those texts are null within quotes too."),
    Field("booleans", \.booleans, "The words for true and false, in any case."),
    Field(
      "zone", \.zone, "The zone of times that name none: `UTC` or an offset such as `+02:00`."),
  ]

  public static func decode(_ node: Node) throws(Problems) -> DialectDeclaration {
    if node.entries != nil { return try read(node, of: "dialect") }
    var dialect = DialectDeclaration()
    dialect.preset = try DialectPreset.decode(node)
    return dialect
  }

  public static var shape: Shape { .either([DialectPreset.shape, .named("dialect")]) }
  public var written: String? { preset.written }
}

extension DialectDeclaration {
  /// The preset with what the document changes about it.
  public var dialect: Dialect {
    var dialect = preset.dialect
    if let delimiter { dialect.delimiter = delimiter.byte }
    switch quote {
    case .byte(let byte): dialect.quote = byte
    case .some(.none): dialect.quote = nil
    case nil: break
    }
    if let escape { dialect.escape = escape }
    if let nulls { dialect.nulls = nulls }
    if let quotedNulls { dialect.quotedNulls = quotedNulls }
    if let booleans {
      dialect.trueWords = booleans.trueWords
      dialect.falseWords = booleans.falseWords
    }
    if let zone { dialect.zoneOffset = zone.seconds }
    return dialect
  }
}
