import CustomerIO
import StageKit

/// The ledger as JSON, for the manifest, the report and `--json`.
struct LedgerReport {
  private let ledger: Ledger

  init(_ ledger: Ledger) { self.ledger = ledger }

  func write(to json: inout JSONWriter) {
    json.open("{")
    json.key("inputs")
    json.open("[")
    for input in [ledger.main] + ledger.sides {
      json.element()
      json.open("{")
      json.member("input", input.name)
      json.member("read", input.read)
      json.member("rejected", input.rejected)
      if input.filtered > 0 { json.member("filtered", input.filtered) }
      json.close("}")
    }
    json.close("]")
    json.key("stages")
    json.open("[")
    for stage in ledger.stages {
      json.element()
      json.open("{")
      json.member("stage", stage.name)
      json.member("in", stage.rowsIn)
      for (name, count) in stage.counts.named {
        json.member(name == "null keys" ? "null_keys" : name, count)
      }
      json.member("out", stage.rowsOut)
      json.close("}")
    }
    json.close("]")
    json.key("output")
    json.open("{")
    json.member("rejected", ledger.outputRejected)
    json.member("emitted", ledger.emitted)
    json.close("}")
    json.key("findings")
    json.open("{")
    for code in ledger.findings.broken { json.member(code.rawValue, ledger.findings[code]) }
    json.close("}")
    json.close("}")
  }
}
