/// Rows of text under a header, in columns that line up.
///
/// ```
/// stage     rows in  rows out
/// filter  1,204,001   903,120
/// dedupe    903,120   800,004
/// ```
///
/// Controls in a cell are escaped, so a dump's contents cannot write to the terminal by themselves.
public struct TextTable: Sendable {
  /// Which edge of its column a cell touches.
  public enum Alignment: Sendable {
    case left
    case right
  }

  /// A column's header, and how its cells stand.
  public struct Column: Sendable {
    /// The header's text.
    public let title: String
    /// Which edge its cells touch.
    public let alignment: Alignment
    /// Columns of the terminal it may take; nil for as many as its cells need.
    public let maximumWidth: Int?

    /// A column; cells wider than `maximumWidth` end in `…`.
    public init(_ title: String, _ alignment: Alignment = .left, maximumWidth: Int? = nil) {
      self.title = title
      self.alignment = alignment
      self.maximumWidth = maximumWidth
    }
  }

  /// The columns, left to right.
  public let columns: [Column]
  private var rows: [[String]] = []

  /// An empty table.
  public init(_ columns: [Column]) { self.columns = columns }

  /// Adds a row; missing cells are empty, cells past the last column are dropped.
  public mutating func append(_ cells: [String]) {
    rows.append(columns.indices.map { $0 < cells.count ? PrintableText.escaping(cells[$0]) : "" })
  }

  /// Lines for a terminal, each with its line end; the widest columns give way when `width` is too
  /// small.
  public func plain(width: Int? = nil, style: Style = .plain) -> String {
    let widths = fittedWidths(width)
    let header = line(columns.map { PrintableText.escaping($0.title) }, widths)
    let body = rows.map { line($0, widths) + "\n" }.joined()
    return style.bold(header) + "\n" + body
  }

  /// A table for a Markdown page; nothing is cut, and `|` is escaped.
  public var markdown: String {
    let titles = columns.map { Self.markdownCell($0.title) }
    let rules = columns.map { $0.alignment == .left ? "---" : "---:" }
    let lines = [titles, rules] + rows.map { $0.map(Self.markdownCell) }
    return lines.map { "| \($0.joined(separator: " | ")) |\n" }.joined()
  }

  private static func markdownCell(_ text: String) -> String {
    PrintableText.escaping(text).split(separator: "|", omittingEmptySubsequences: false)
      .joined(separator: "\\|")
  }

  private static let gap = 2
  private static let leastWidth = 4

  /// The width of each column, after the widest have been narrowed, as far as they may be, until
  /// all fit.
  private func fittedWidths(_ width: Int?) -> [Int] {
    var widths = columns.indices.map { index in
      let natural = rows.reduce(DisplayWidth.of(columns[index].title)) {
        max($0, DisplayWidth.of($1[index]))
      }
      return min(natural, columns[index].maximumWidth ?? natural)
    }
    guard let width else { return widths }
    let leftColumns = columns.indices.filter { columns[$0].alignment == .left }
    var excess = widths.reduce(0, +) + Self.gap * max(0, widths.count - 1) - width
    // A number that is cut off misleads, so the columns on the right edge give way last.
    for group in [leftColumns, Array(columns.indices)] {
      while excess > 0, let widest = group.map({ widths[$0] }).max(), widest > Self.leastWidth {
        for index in group where excess > 0 && widths[index] == widest {
          widths[index] -= 1
          excess -= 1
        }
      }
    }
    return widths
  }

  /// One line without its line end and without spaces before it.
  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var line = ""
    var due = 0
    for (index, cell) in cells.enumerated() {
      let text = DisplayWidth.truncating(cell, to: widths[index])
      let padding = widths[index] - DisplayWidth.of(text)
      let isRight = columns[index].alignment == .right
      if !text.isEmpty {
        line += String(repeating: " ", count: due + (isRight ? padding : 0)) + text
        due = isRight ? 0 : padding
      } else {
        due += padding
      }
      due += Self.gap
    }
    return line
  }
}
