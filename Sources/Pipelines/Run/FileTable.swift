import Bytes

/// The files of a run by number, as origins name them.
final class FileTable: Sendable {
  struct Entry: Sendable {
    let file: PlannedInput.File
    let input: PlannedInput
  }

  private let table = Monitor<[Entry]>([])

  /// The number of the first of an input's files.
  func add(_ files: [PlannedInput.File], of input: PlannedInput) -> Int {
    table.update { table in
      table += files.map { Entry(file: $0, input: input) }
      return table.count - files.count
    }
  }

  var entries: [Entry] { table.update { $0 } }

  /// The names of all files.
  var all: [String] { entries.map(\.file.path) }
}
