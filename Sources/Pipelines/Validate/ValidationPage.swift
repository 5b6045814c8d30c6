import CommandKit
import CustomerIO

extension ValidationResult {
  /// One self-contained page: the verdict, the findings by code, the columns, the times.
  public var html: String { ValidationPage(self).text }
}

/// The page that `--html` writes; no script, no font and no picture from elsewhere.
struct ValidationPage {
  private let result: ValidationResult

  init(_ result: ValidationResult) { self.result = result }

  var text: String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(heading) - Sluice</title>
    <style>\(ValidationPage.style)</style>
    </head>
    <body>
    <header class="\(result.errors > 0 ? "bad" : "good")">
    <h1>\(heading)</h1>
    <p>\(summary)</p>
    </header>
    <main>
    \(findings)
    \(result.files.map(file).joined())
    </main>
    </body>
    </html>

    """
  }

  private var heading: String {
    if result.errors > 0 { return "Not ready to upload" }
    return result.warnings > 0 ? "Ready to upload, with remarks" : "Ready to upload"
  }

  private var summary: String {
    let read = "\(NumberText.counted(result.rows, "record")) in "
    let files = NumberText.counted(result.files.count, "file")
    guard result.errors > 0 else { return escaped("\(read)\(files) were read.") }
    guard result.badRows > 0 else {
      return escaped("\(read)\(files) were read. Each is fine by itself; together they are not.")
    }
    return escaped(
      "\(read)\(files) were read. \(NumberText.counted(result.badRows, "record")) would be refused, "
        + "dropped or changed by Customer.io.")
  }

  private var findings: String {
    guard !result.counts.isEmpty else { return "<section><h2>Nothing found</h2></section>" }
    return "<section><h2>What was found</h2>" + result.counts.map(finding).joined() + "</section>"
  }

  private func finding(_ count: ValidationResult.Count) -> String {
    let examples = result.findings.filter {
      $0.code == count.code && $0.severity == count.severity
    }
    let rows = examples.prefix(5).map { finding in
      let place = finding.line.map { "\(finding.file), line \($0)" } ?? finding.file
      let excerpt = finding.excerpt.map {
        "<code>\(escaped(PrintableText.escaping(String($0.prefix(160)))))</code>"
      }
      return "<li><b>\(escaped(place))</b><br>\(escaped(finding.message))\(excerpt ?? "")</li>"
    }
    return """
      <details class="\(count.severity.rawValue)" open>
      <summary><span class="count">\(NumberText.grouped(count.count))</span>
      \(escaped(count.code.title)) <small>\(count.code.text)</small></summary>
      <p class="cure">What to do: \(escaped(count.code.cure))</p>
      <ul>\(rows.joined())</ul>
      </details>
      """
  }

  private func file(_ file: FileVerdict) -> String {
    let columns = file.columns.map { column in
      let all = max(column.filled + column.nulls, file.subject.isTyped ? file.rows : 1, 1)
      let share = Double(column.filled) / Double(all) * 100
      let percent = share > 0 && share < 1 ? "under 1" : String(Int(share))
      return """
        <tr><td>\(escaped(column.name))</td>
        <td><span class="bar"><i style="width:\(Int(share))%"></i></span> \(percent) %</td>
        <td>\(column.types.joined(separator: ", "))</td></tr>
        """
    }
    let table =
      columns.isEmpty
      ? ""
      : "<table><tr><th>Column</th><th>Filled</th><th>Values are</th></tr>\(columns.joined())</table>"
    return """
      <section>
      <h2>\(escaped(file.path))</h2>
      <p>\(escaped(file.subject.description)); \(NumberText.counted(file.rows, "record"))</p>
      \(histogram(file.times))
      \(table)
      </section>
      """
  }

  /// Bars of how many records fall into each month or year.
  private func histogram(_ times: TimeHistogram) -> String {
    let bars = times.bars
    guard let most = bars.map(\.count).max(), most > 0 else { return "" }
    let columns = bars.map { bar in
      let height = bar.count == 0 ? 0 : max(2, bar.count * 100 / most)
      return "<div title=\"\(bar.label): \(NumberText.grouped(bar.count))\">"
        + "<i style=\"height:\(height)%\"></i></div>"
    }
    return """
      <h3>When</h3>
      <div class="times">\(columns.joined())</div>
      <p class="axis"><span>\(bars[0].label)</span><span>\(bars[bars.count - 1].label)</span></p>
      """
  }

  private func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static let style = """
    :root{color-scheme:light dark;--line:#8884;--bad:#b3261e;--warn:#9a6700;--good:#1a7f37;--bar:#4a7bd0}
    body{font:16px/1.5 system-ui,sans-serif;margin:0}
    header,main{max-width:60rem;margin:auto;padding:1rem 1.5rem}
    header{border-left:.6rem solid var(--good);margin-top:1.5rem}header.bad{border-color:var(--bad)}
    h1{margin:0;font-size:1.9rem}h2{font-size:1.2rem;margin-top:2rem;overflow-wrap:anywhere}
    h3{font-size:1rem;margin-bottom:.3rem}
    details{border:1px solid var(--line);border-left:.4rem solid var(--warn);border-radius:.3rem;
    padding:.5rem 1rem;margin:.6rem 0}details.error{border-left-color:var(--bad)}
    summary{cursor:pointer;font-weight:600}small{opacity:.6;font-weight:400}
    .count{display:inline-block;min-width:2.5rem}.cure{margin:.5rem 0}
    code{display:block;font-size:.8rem;overflow-wrap:anywhere;opacity:.8}
    ul{padding-left:1.2rem;font-size:.9rem}table{border-collapse:collapse;width:100%}
    td,th,li,summary{overflow-wrap:anywhere}td,th{text-align:left;padding:.2rem .6rem .2rem 0;border-bottom:1px solid var(--line)}
    .bar{display:inline-block;width:8rem;height:.6rem;background:var(--line);border-radius:.3rem}
    .bar i{display:block;height:100%;background:var(--bar);border-radius:.3rem}
    .times{display:flex;align-items:flex-end;height:7rem;gap:1px;border-bottom:1px solid var(--line)}
    .times div{flex:1;height:100%;display:flex;align-items:flex-end}
    .times i{display:block;width:100%;background:var(--bar)}
    .axis{display:flex;justify-content:space-between;margin:0;font-size:.8rem;opacity:.7}
    """
}
