import CommandKit
import CustomerIO
import StageKit

extension Ledger {
  /// The ledger for the manifest, the report and `--json`.
  public var json: JSONText {
    let inputs = ([main] + sides).map { input -> JSONText in
      [
        "input": .string(input.name), "read": .integer(input.read),
        "rejected": .integer(input.rejected), "filtered": .integer(input.filtered),
        "limited": .integer(input.limited),
      ]
    }
    let steps = stages.map { stage -> JSONText in
      var members: [JSONText.Member] = [
        .init("stage", .string(stage.name)), .init("in", .integer(stage.rowsIn)),
      ]
      for (name, count) in stage.counts.named {
        members.append(.init(name == "null keys" ? "null_keys" : name, .integer(count)))
      }
      members.append(.init("out", .integer(stage.rowsOut)))
      return .object(members)
    }
    let found = findings.broken.map { JSONText.Member($0.rawValue, .integer(findings[$0])) }
    return [
      "inputs": .array(inputs), "stages": .array(steps),
      "output": ["rejected": .integer(outputRejected), "emitted": .integer(emitted)],
      "findings": .object(found),
    ]
  }
}
