import CommandKit
import Pipelines
import Table

/// `sluice preview`.
struct PreviewVerb {
  private let console: Console
  private var invocation: Invocation { console.invocation }

  init(_ console: Console) { self.console = console }

  func perform() -> ExitCode {
    let preview: Preview
    do throws(Problems) {
      let workspace = try Workspace(
        paths: invocation.positionals, variables: console.variables,
        files: SystemFiles(keepsStreams: true))
      do throws(Problem) {
        preview = try Preview(
          workspace, RunSettings(), limit: invocation.count("limit") ?? 1000,
          shown: invocation.count("rows") ?? 5)
      } catch { throw Problems(error) }
    } catch {
      return console.fail(error.all, "nothing to show")
    }
    return console.print(invocation.flag("json") ? json(preview).pretty : text(preview))
  }

  private func text(_ preview: Preview) -> String {
    let width = Terminal(.output, noColor: false)
    var parts: [String] = []
    for (index, step) in preview.steps.enumerated() {
      let title = index == 0 ? "input \(step.title)" : "\(index). \(step.title)"
      var table = TextTable(step.schema.fields.map { .init($0.name, maximumWidth: 28) })
      for row in step.rows { table.append(row.map(\.shown)) }
      parts.append(
        "\(title): \(NumberText.counted(step.count, "row"))\n"
          + table.plain(width: width.isTerminal ? width.width : nil, style: width.style))
    }
    return parts.joined(separator: "\n")
  }

  private func json(_ preview: Preview) -> JSONText {
    .array(
      preview.steps.map { step in
        [
          "stage": .string(step.title), "rows": .integer(step.count),
          "first": .array(
            step.rows.map { row in
              .object(
                zip(step.schema.fields, row).map { field, value in
                  .init(
                    field.name, value == .null || value == .missing ? .null : .string(value.shown))
                })
            }),
        ]
      })
  }
}

extension Value {
  /// As a table shows it; null and missing are told apart from texts by their signs.
  fileprivate var shown: String {
    switch self {
    case .null: "∅"
    case .missing: "·"
    case .text(let text), .decimal(let text), .json(let text): text
    case .integer(let number): String(number)
    case .double(let number): "\(number)"
    case .boolean(let truth): truth ? "true" : "false"
    case .instant(let instant): instant.text
    }
  }
}
