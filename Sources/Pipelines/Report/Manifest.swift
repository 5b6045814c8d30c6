import Bytes
import CommandKit

/// What stands beside every output: what went in, what came out, and their fingerprints.
///
/// It has no time in it: the same input and plan give the same manifest.
struct Manifest {
  let result: RunResult

  init(_ result: RunResult) { self.result = result }

  var text: String { json.pretty }

  private var json: JSONText {
    [
      "pipeline": .string(result.name),
      "plan": .string(result.plan.fingerprint),
      "output": [
        "file": .string(Path.name(of: result.outputPath ?? "")),
        "rows": .integer(result.ledger.emitted), "bytes": .integer(result.outputBytes),
        "sha256": .optional(result.sha256),
      ],
      "rejects": [
        "rows": .integer(result.ledger.rejected),
        "file": .optional(result.rejectsPath.map { Path.name(of: $0) }),
        "sha256": .optional(result.rejects?.sha256),
      ],
      "inputs": .array(
        result.files.map { file in
          [
            "file": .string(file.path), "bytes": .integer(file.bytes),
            "crc32": .string(hexadecimal(file.checksum)),
          ]
        }),
      "ledger": result.ledger.json,
    ]
  }

  private func hexadecimal(_ number: UInt32) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: 8 - text.count) + text
  }
}
