import Adapters
import Bytes
import Formats
import StageKit
import Table

/// Finds an input's files and reads their headers; the only part of planning that opens data.
struct InputPlanner {
  let document: PipelineDocument
  let files: any InputFiles
  /// The columns that other pipelines emit, by name.
  let pipelines: [String: Schema]

  /// - Parameter problems: gets the mistakes that leave the columns known, so that stages can still be checked.
  /// - Throws: the mistakes that do not.
  func plan(
    _ declaration: InputDeclaration, _ problems: inout [Problem]
  ) throws(Problems) -> PlannedInput {
    switch declaration.source {
    case .pipeline(let name):
      guard let schema = pipelines[name.value] else {
        throw Problems(
          Problem(
            .unknownInput, "there is no pipeline `\(name.value)` in this folder", at: name.place,
            hint: Suggestion.hint(for: name.value, among: pipelines.keys.sorted())
              ?? "a pipeline goes by its `name:`, else by its file: \(name.value).yaml beside this one"
          ))
      }
      return PlannedInput(
        declaration: declaration, source: .pipeline(name.value), format: .ndjson, schema: schema)
    case .files(let paths):
      return try plan(declaration, expand(paths), &problems)
    }
  }

  /// The files of all paths; parts of a glob are in byte order of their names.
  private func expand(_ paths: [Located<String>]) throws(Problems) -> [PlannedInput.File] {
    var found: [PlannedInput.File] = []
    var problems: [Problem] = []
    for path in paths {
      do throws(Problem) {
        let matches = try files.expand(document.resolve(path.value))
        if matches.isEmpty {
          problems.append(
            Problem(
              .emptyGlob, "no file matches `\(path.value)`", at: path.place,
              hint: "paths are relative to \(document.file)"))
        }
        found += matches
      } catch {
        var problem = error
        problem.hint =
          problem.hint ?? "it is named at \(path.place.rendered); paths are relative to that file"
        problems.append(problem)
      }
    }
    if !problems.isEmpty { throw Problems(problems) }
    return found
  }

  private func plan(
    _ declaration: InputDeclaration, _ found: [PlannedInput.File], _ problems: inout [Problem]
  ) throws(Problems) -> PlannedInput {
    let format: InputFormat
    var names: [String] = []
    do throws(Problem) {
      if let declared = declaration.format {
        format = declared
      } else {
        format = try guess(found, declaration)
      }
      names = try columns(declaration, found, format)
    } catch { throw Problems(error) }
    let schema = Schema(
      names.map { name in Schema.Field(name, declaration.type(of: name, in: format)) })
    problems += declaration.unmatchedTypes(names)
    problems += declaration.brokenContract(names)
    return PlannedInput(
      declaration: declaration, source: .files(found), format: format, schema: schema)
  }

  private func guess(
    _ found: [PlannedInput.File], _ declaration: InputDeclaration
  ) throws(Problem) -> InputFormat {
    guard let first = found.first else { return .csv }
    var name = first.path
    if name.hasSuffix(".gz") { name.removeLast(3) }
    for ending in [".ndjson", ".jsonl", ".json"] where name.hasSuffix(ending) { return .ndjson }
    for ending in [".csv", ".tsv", ".psv", ".txt"] where name.hasSuffix(ending) { return .csv }
    let source = try files.look(into: first, declaration.compression)
    let head = ByteBuffer(capacity: 4096)
    _ = try source.read(into: head, upTo: 4096)
    for byte in head.text.utf8.prefix(4096) where byte != 0x20 && byte != 0x0a && byte != 0x0d {
      if byte >= 0xbb { continue }
      return byte == 0x7b ? .ndjson : .csv
    }
    return .csv
  }

  /// The names of the columns of all parts, in the order of the first.
  private func columns(
    _ declaration: InputDeclaration, _ found: [PlannedInput.File], _ format: InputFormat
  ) throws(Problem) -> [String] {
    if case .names(let names) = declaration.header { return names }
    var names: [String] = []
    for (index, file) in found.enumerated() {
      let part = InputPart(name: file.path, file: index) { () throws(Problem) in
        try files.look(into: file, declaration.compression)
      }
      switch format {
      case .csv:
        let header = try CSVHeader.read(of: part, declaration.dialect.dialect).names
        if index == 0 {
          names = header
        } else if let difference = InputDeclaration.difference(header, names) {
          throw Problem(
            .headersDisagree, "its columns are not those of \(found[0].path): \(difference)",
            at: Place(file: file.path, line: 1),
            hint: "parts of one input have the same columns, in any order")
        }
      case .ndjson:
        for name in try NDJSONKeys.sample(part) where !names.contains(name) { names.append(name) }
      }
    }
    return names
  }
}
