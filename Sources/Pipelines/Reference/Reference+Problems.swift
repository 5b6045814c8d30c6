import Table

extension Reference {
  static var problems: ReferencePage {
    var groups: [(title: String, codes: [ProblemCode])] = []
    for code in ProblemCode.allCases {
      if let at = groups.firstIndex(where: { $0.title == code.group }) {
        groups[at].codes.append(code)
      } else {
        groups.append((code.group, [code]))
      }
    }
    let intro = Markdown.paragraph(
      "Every problem has a stable code, a message, the place where it was found and, where possible, "
        + "a hint. Codes are never reused. A rejected row goes to `<output>.rejects.ndjson` with its "
        + "code, reason, input, file, line, byte offset and the raw row.")
    return ReferencePage(
      "problems.md",
      Markdown.page(
        "Problems",
        [intro]
          + groups.map { group in
            Markdown.section(
              group.title,
              Markdown.table(
                ["Code", "What it is", "What it means"],
                group.codes.map { ["`\($0.rawValue)`", $0.title, $0.explanation] }))
          }))
  }
}
