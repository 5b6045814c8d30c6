import CommandKit
import CustomerIO

extension Finding {
  /// The stable shape: `code severity file line column field message hint`.
  var json: JSONText {
    [
      "code": .string(code.text), "severity": .string(severity.rawValue), "file": .string(file),
      "line": .optional(line), "column": .optional(column), "field": .optional(field),
      "message": .string(message), "hint": .string(hint),
    ]
  }
}

extension ValidationResult {
  /// The verdict in one sentence.
  public var verdict: String {
    let what = "\(NumberText.counted(rows, "record")) in \(NumberText.counted(files.count, "file"))"
    if errors == 0, warnings == 0 { return "valid: \(what), nothing found" }
    let found =
      "\(NumberText.counted(errors, "error")) and \(NumberText.counted(warnings, "warning"))"
    if errors == 0 { return "valid: \(what), \(found)" }
    guard badRows > 0 else { return "not valid: \(what), \(found)" }
    let bad =
      badRows == 1
      ? "1 record has errors of its own"
      : "\(NumberText.grouped(badRows)) records have errors of their own"
    return "not valid: \(what), \(found); \(bad)"
  }

  /// For people: the verdict, what was read, then the findings by code with counts and first examples.
  public var text: String {
    var text = verdict + "\n"
    for file in files {
      text += "  \(file.path): \(file.subject.description), "
      text += NumberText.counted(file.rows, "record") + "\n"
    }
    for count in counts {
      text += "\n\(count.severity.rawValue) \(count.code.text): \(count.code.title)"
      text += " (\(NumberText.grouped(count.count)))\n"
      let examples = findings.filter { $0.code == count.code && $0.severity == count.severity }
      for finding in examples.prefix(ValidationResult.examplesShown) {
        text += example(finding)
      }
      let rest = count.count - min(examples.count, ValidationResult.examplesShown)
      if rest > 0 { text += "  … and \(NumberText.grouped(rest)) more\n" }
      text += "  hint: \(count.code.cure)\n"
    }
    return text
  }

  private static let examplesShown = 5

  private func example(_ finding: Finding) -> String {
    var text = "  \(finding.file)"
    if let line = finding.line { text += ":\(line)" }
    if let column = finding.column { text += ":\(column)" }
    text += "  \(finding.message)\n"
    guard let excerpt = finding.excerpt else { return text }
    let shown = excerpt.count > 100 ? String(excerpt.prefix(100)) + "…" : excerpt
    return text + "    | \(shown)\n"
  }

  /// One value, for other programs; keys are only ever added.
  public var json: JSONText {
    [
      "valid": .bool(errors == 0), "records": .integer(rows), "invalidRecords": .integer(badRows),
      "errors": .integer(errors), "warnings": .integer(warnings),
      "files": .array(files.map(json)),
      "counts": .array(
        counts.map {
          [
            "code": .string($0.code.text), "severity": .string($0.severity.rawValue),
            "title": .string($0.code.title), "count": .integer($0.count),
          ]
        }),
      "findings": .array(findings.map(\.json)),
    ]
  }

  private func json(_ file: FileVerdict) -> JSONText {
    [
      "file": .string(file.path), "format": .string(file.subject.container.rawValue),
      "for": .optional(file.subject.wire?.rawValue), "as": .optional(file.subject.kind?.rawValue),
      "records": .integer(file.rows), "invalidRecords": .integer(file.badRows),
      "bytes": .integer(file.bytes),
      "columns": .array(
        file.columns.map {
          [
            "name": .string($0.name), "filled": .integer($0.filled), "nulls": .integer($0.nulls),
            "types": .strings($0.types),
          ]
        }),
      "times": .array(
        file.times.bars.map { ["period": .string($0.label), "count": .integer($0.count)] }),
    ]
  }

  /// SARIF 2.1.0, which code hosts and editors show beside the lines.
  public var sarif: JSONText {
    let codes = counts.map(\.code).reduce(into: [FindingCode]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    return [
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
      "runs": [
        [
          "tool": [
            "driver": [
              "name": "sluice", "version": .string(CommandLineTool.sluiceVersion),
              "rules": .array(
                codes.map {
                  [
                    "id": .string($0.text), "shortDescription": ["text": .string($0.title)],
                    "help": ["text": .string($0.cure)],
                  ]
                }),
            ]
          ],
          "results": .array(findings.map(sarif)),
        ]
      ],
    ]
  }

  private func sarif(_ finding: Finding) -> JSONText {
    var place: [JSONText.Member] = [.init("artifactLocation", ["uri": .string(finding.file)])]
    if let line = finding.line { place.append(.init("region", ["startLine": .integer(line)])) }
    return [
      "ruleId": .string(finding.code.text), "level": .string(finding.severity.rawValue),
      "message": ["text": .string(finding.message)],
      "locations": [["physicalLocation": .object(place)]],
    ]
  }
}
