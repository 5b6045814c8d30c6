import Bytes
import Table

/// What stands beside every output: what went in, what came out, and their fingerprints.
///
/// It has no time in it: the same input and plan give the same manifest.
struct Manifest {
  private let result: RunResult

  init(_ result: RunResult) { self.result = result }

  var text: String {
    var json = JSONWriter()
    json.open("{")
    json.member("pipeline", result.name)
    json.member("plan", result.plan.fingerprint)
    json.key("output")
    json.open("{")
    json.member("file", Path.name(of: result.outputPath ?? ""))
    json.member("rows", result.ledger.emitted)
    json.member("bytes", result.outputBytes)
    json.member("sha256", result.sha256 ?? "")
    json.close("}")
    json.key("rejects")
    json.open("{")
    json.member("rows", result.ledger.rejected)
    if let rejects = result.rejects {
      json.member("file", Path.name(of: rejects.path))
      json.member("sha256", rejects.sha256)
    }
    json.close("}")
    json.key("inputs")
    json.open("[")
    for file in result.files {
      json.element()
      json.open("{")
      json.member("file", file.path)
      json.member("bytes", file.bytes)
      json.member("crc32", hexadecimal(file.checksum))
      json.close("}")
    }
    json.close("]")
    json.key("ledger")
    LedgerReport(result.ledger).write(to: &json)
    json.close("}")
    return json.text + "\n"
  }

  private func hexadecimal(_ number: UInt32) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: 8 - text.count) + text
  }
}
