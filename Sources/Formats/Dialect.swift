import Bytes
import Table

/// How a dump writes fields, nulls, truth and times.
///
/// A preset names what one warehouse's export writes by default; a document starts from one and overrides.
public struct Dialect: Sendable, Equatable {
  /// How a quote stands within quotes.
  public enum Escape: String, Sendable, CaseIterable {
    /// `""`, as in RFC 4180.
    case doubled
    /// `\"` (and `""`); in and outside of quotes `\` keeps a delimiter, a quote, a backslash or a line break.
    case backslash
    /// `\"` and `\\` (and `""`) within quotes only; outside of them `\` is a byte like any other.
    case backslashInQuotes = "backslash_in_quotes"
  }

  public var name: String
  public var delimiter: UInt8 = 0x2c
  /// Nil: quotes are bytes like any other.
  public var quote: UInt8? = 0x22
  public var escape = Escape.doubled
  /// Texts that are null where they stand without quotes; the empty text may be among them.
  public var nulls: [String] = [""]
  /// Whether those texts are null within quotes too, as when a dump quotes every field.
  public var quotedNulls = false
  /// Compared without regard to case.
  public var trueWords = ["true", "t", "yes", "y", "1"]
  public var falseWords = ["false", "f", "no", "n", "0"]
  /// Seconds east of UTC of a time without a zone.
  public var zoneOffset = 0

  public init(name: String) { self.name = name }
}

extension Dialect {
  /// RFC 4180; an empty field is null, `""` is an empty string.
  public static let standard = Dialect(name: "standard")

  /// COPY INTO a stage: `\N` or an empty field is null.
  public static let snowflake = Dialect(name: "snowflake", nulls: ["", "\\N"])

  /// EXPORT DATA: an empty field is null, `""` an empty string.
  public static let bigquery = Dialect(name: "bigquery")

  /// UNLOAD … DELIMITER '|' ADDQUOTES ESCAPE.
  public static let redshift = Dialect(
    name: "redshift", delimiter: 0x7c, escape: .backslash, nulls: ["", "\\N"])

  /// Spark's CSV writer: within quotes a backslash escapes; a text without delimiter, quote or line break has none.
  public static let databricks = Dialect(name: "databricks", escape: .backslashInQuotes)

  /// COPY … TO … (FORMAT csv): an empty field is null, `""` an empty string, truth is `t` or `f`.
  public static let postgres = Dialect(name: "postgres", nulls: ["", "\\N"])

  public static let presets = [standard, snowflake, bigquery, redshift, databricks, postgres]

  /// Where a backslash escapes.
  var backslash: CSVBackslash {
    switch escape {
    case .doubled: .none
    case .backslash: .everywhere
    case .backslashInQuotes: .withinQuotes
    }
  }

  private init(
    name: String, delimiter: UInt8 = 0x2c, escape: Escape = .doubled, nulls: [String] = [""]
  ) {
    self.init(name: name)
    self.delimiter = delimiter
    self.escape = escape
    self.nulls = nulls
  }
}

extension Dialect {
  /// How its cells are told apart.
  var cells: CSVCells {
    CSVCells(
      delimiter: delimiter, quote: quote, backslash: backslash, nulls: nulls,
      quotedNulls: quotedNulls)
  }

  /// How its cells become values of a declared type.
  public var cellTypes: CellTypes {
    CellTypes(zoneOffset: zoneOffset, trueWords: trueWords, falseWords: falseWords)
  }
}
