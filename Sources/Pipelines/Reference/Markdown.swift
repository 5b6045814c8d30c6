import CommandKit
import StageKit

/// The few forms that the generated pages are written in.
enum Markdown {
  /// What every generated page begins with, so that nobody edits it in vain.
  static func page(_ title: String, _ sections: [String]) -> String {
    let first =
      "# \(title)\n\n<!-- Written by `\(Reference.command)`; edit the source instead. -->\n"
    return ([first] + sections.filter { !$0.isEmpty }).joined(separator: "\n")
  }

  static func paragraph(_ text: String) -> String { text + "\n" }

  static func section(_ title: String, level: Int = 2, _ body: String) -> String {
    String(repeating: "#", count: level) + " \(title)\n\n" + body
  }

  static func bullets(_ items: [String]) -> String {
    items.map { "- \($0)\n" }.joined()
  }

  static func code(_ text: String, _ language: String) -> String {
    "```\(language)\n" + text + (text.hasSuffix("\n") ? "" : "\n") + "```\n"
  }

  static func table(_ titles: [String], _ rows: [[String]]) -> String {
    if rows.isEmpty { return "" }
    var table = TextTable(titles.map { .init($0) })
    for row in rows { table.append(row) }
    return table.markdown
  }

  /// Keys of a map with value, default and meaning.
  static func keys(_ keys: [DescribedKey]) -> String {
    table(
      ["Key", "Value", "Default", "Meaning"],
      keys.map { key in
        [
          "`\(key.name)`", escaped(key.shape.title),
          key.isRequired ? "required" : key.standard.map { "`\($0)`" } ?? "", key.doc,
        ]
      })
  }

  /// Titles of shapes come with their `|` escaped; the table escapes it itself.
  private static func escaped(_ title: String) -> String {
    var plain = ""
    for character in title {
      if character == "|", plain.last == "\\" { plain.removeLast() }
      plain.append(character)
    }
    return plain
  }
}
