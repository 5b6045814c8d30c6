import Bytes
import StageKit
import Table

extension PipelineDocument {
  /// Reads a document from its text.
  ///
  /// - Parameter file: the path as the user wrote it; problems name it, and paths are relative to its folder.
  /// - Parameter check: what a stage's options lack, which is asked only when the document has other mistakes,
  ///   so that they are reported together; the plan asks it anyway.
  /// - Throws: every mistake at once, in the order of the document, each with the line it stands in.
  public static func parse(
    text: String, file: String, variables: Variables = Variables(),
    check: (StageDeclaration) throws(Problems) -> Void = { _ in }
  ) throws(Problems) -> PipelineDocument {
    let source = DocumentText(file: file, text: text)
    var reader = DocumentReader(file: file, variables: variables)
    guard let root = reader.read(text) else { throw source.explain(Problems(reader.problems)) }
    do throws(Problems) {
      let document = try read(root, source)
      if !reader.problems.isEmpty { throw Problems(reader.problems) }
      return document
    } catch {
      // What follows from a variable that could not be filled in is not a mistake of its own.
      let aboutValues: Set = [ProblemCode.wrongShape, .badChoice, .badValue]
      let known = Set(reader.problems.compactMap { $0.place?.line })
      let others = error.all.filter { problem in
        !reader.problems.contains(problem)
          && !(aboutValues.contains(problem.code) && known.contains(problem.place?.line ?? 0))
      }
      let inStages = mistakes(in: root, check).filter { !known.contains($0.place?.line ?? 0) }
      throw source.explain(Problems(reader.problems + others + inStages))
    }
  }

  /// What is wrong in stages whose entries can be read, whatever the rest of the document is like.
  private static func mistakes(
    in root: Node, _ check: (StageDeclaration) throws(Problems) -> Void
  ) -> [Problem] {
    let stages = root.entries?.first { $0.key == "stages" }?.value.items ?? []
    var problems: [Problem] = []
    for node in stages {
      guard let stage = try? StageDeclaration.decode(node) else { continue }
      do throws(Problems) { try check(stage) } catch { problems += error.all }
    }
    return problems
  }

  private static func read(
    _ root: Node, _ text: DocumentText
  ) throws(Problems) -> PipelineDocument {
    var problems: [Problem] = []
    var options = DocumentOptions()
    var inputs: [InputDeclaration] = []
    var output: OutputDeclaration?
    do throws(Problems) {
      try Field.decode(root, DocumentOptions.fields, into: &options, of: "the pipeline")
    } catch { problems += error.all }
    let declared = options.inputs?.node
    if let declared {
      do throws(Problems) { inputs = try readInputs(declared) } catch { problems += error.all }
    }
    if let node = options.output?.node {
      do throws(Problems) { output = try OutputDeclaration.read(node) } catch {
        problems += error.all
      }
    }
    let names = declared?.entries?.map(\.key) ?? []
    if let from = options.from, !names.isEmpty, !names.contains(from.value) {
      problems.append(
        Problem(
          .unknownInput, "no input is called `\(from.value)`", at: from.place,
          hint: Suggestion.hint(for: from.value, among: names)))
    }
    problems += options.tests.flatMap { unknownInputs(of: $0, among: names) }
    guard problems.isEmpty, let first = inputs.first, let output else { throw Problems(problems) }
    return PipelineDocument(
      name: options.name?.value ?? defaultName(text.file), description: options.description,
      text: text, inputs: inputs, from: options.from ?? Located(first.name, at: first.place),
      stages: options.stages, output: output, tests: options.tests)
  }

  private static func readInputs(_ node: Node) throws(Problems) -> [InputDeclaration] {
    guard let entries = node.entries, !entries.isEmpty else {
      throw .wrongShape(
        node, expected: "a map of name to input", hint: "for example: people: { path: people.csv }")
    }
    var inputs: [InputDeclaration] = []
    var problems: [Problem] = []
    for entry in entries {
      do throws(Problems) { inputs.append(try InputDeclaration.read(entry)) } catch {
        problems += error.all
      }
    }
    if !problems.isEmpty { throw Problems(problems) }
    return inputs
  }

  private static func unknownInputs(
    of test: TestDeclaration, among names: [String]
  ) -> [Problem] {
    if names.isEmpty { return [] }
    return test.given.entries.filter { !names.contains($0.key) }.map {
      Problem(
        .unknownInput, "no input is called `\($0.key)`", at: $0.keyPlace,
        hint: Suggestion.hint(for: $0.key, among: names))
    }
  }

  static func defaultName(_ file: String) -> String {
    let name = Path.name(of: file)
    for ending in [".yaml", ".yml"] where name.hasSuffix(ending) {
      return String(name.dropLast(ending.count))
    }
    return name
  }
}
