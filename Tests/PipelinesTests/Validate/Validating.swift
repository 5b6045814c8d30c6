import CustomerIO
import Formats
import Table

@testable import Pipelines

/// Validates texts as if they were files, in small chunks unless said otherwise.
func validated(
  _ texts: [String: String], threads: Int = 2, chunkBytes: Int = 200,
  _ change: (inout ValidateSettings) -> Void = { _ in }
) throws -> ValidationResult {
  var settings = ValidateSettings()
  settings.maxFindings = 1000
  settings.run.files = MemoryFiles(texts: texts)
  settings.run.threads = threads
  settings.run.reader.chunkBytes = chunkBytes
  change(&settings)
  return try Validation.run(texts.keys.sorted(), settings)
}

/// What is found in one file: `line code`, in order.
func found(
  in text: String, named name: String = "messages.ndjson",
  _ change: (inout ValidateSettings) -> Void = { _ in }
) throws -> [String] {
  try validated([name: text], change).findings.map { "\($0.line ?? 0) \($0.code.text)" }
}

/// An identify of the Data Pipelines API with those traits.
func identify(_ traits: String, id: String = "u1") -> String {
  #"{"type":"identify","userId":"\#(id)","timestamp":"2025-01-15T10:30:00Z","messageId":"m","#
    + #""traits":{\#(traits)}}"# + "\n"
}

func track(_ event: String, properties: String = "", id: String = "m1") -> String {
  #"{"type":"track","userId":"u1","event":"\#(event)","timestamp":"2025-01-15T10:30:00Z","#
    + #""messageId":"\#(id)","properties":{\#(properties)}}"# + "\n"
}
