import Bytes
import StageKit
import Stages
import Table

/// The pipelines of a command: those that were named, and those in the same folders that they read.
public struct Workspace: Sendable {
  /// One pipeline with whether its own output is asked for.
  public struct Entry: Sendable {
    public let plan: Plan
    /// False for a pipeline that only others read.
    public let isWanted: Bool
    /// Whether other pipelines read its rows.
    public let isRead: Bool
  }

  /// In the order in which they run.
  public let entries: [Entry]
  let files: any InputFiles

  /// Loads and plans.
  ///
  /// - Parameter paths: documents and folders of documents, as the user wrote them.
  /// - Throws: every mistake of every document, all at once.
  public init(
    paths: [String], variables: Variables, files: any InputFiles = SystemFiles()
  ) throws(Problems) {
    var problems: [Problem] = []
    var documents: [PipelineDocument] = []
    for path in paths {
      do throws(Problems) {
        for file in try PipelineDocument.files(at: path)
        where !documents.contains(where: { $0.file == file }) {
          do throws(Problems) {
            documents.append(try Workspace.load(file, variables))
          } catch { problems += error.all }
        }
      } catch { problems += error.all }
    }
    let wanted = Set(documents.map(\.file))
    documents += Workspace.neighbours(documents, variables, &problems)
    if !problems.isEmpty { throw Problems(problems) }
    try self.init(documents: documents, wanted: wanted, files: files)
  }

  /// - Parameter wanted: the files of the documents whose output is asked for.
  public init(
    documents: [PipelineDocument], wanted: Set<String>, files: any InputFiles
  ) throws(Problems) {
    let ordered = try PipelineOrder.order(documents)
    var problems = PipelineOrder.outputClashes(ordered.filter { wanted.contains($0.file) })
    var plans: [String: Plan] = [:]
    var entries: [Entry] = []
    let read = Set(ordered.flatMap { $0.pipelines.map(\.value) })
    for document in ordered {
      do throws(Problems) {
        let plan = try Planner(files: files, others: plans).plan(document)
        plans[document.name] = plan
        entries.append(
          Entry(
            plan: plan, isWanted: wanted.contains(document.file),
            isRead: read.contains(document.name)))
      } catch {
        // A pipeline whose source could not be planned says nothing new.
        let isFollowing = document.pipelines.contains { plans[$0.value] == nil }
        if !isFollowing || problems.isEmpty { problems += error.all }
      }
    }
    problems += Workspace.streamsReadTwice(entries.map(\.plan))
    if !problems.isEmpty { throw Problems(problems) }
    self.entries = entries
    self.files = files
  }

  private static func load(
    _ path: String, _ variables: Variables
  ) throws(Problems) -> PipelineDocument {
    try PipelineDocument.load(path: path, variables: variables) {
      (stage) throws(Problems) in
      try Catalog.stage(named: stage.name, at: stage.place).check(stage.options)
    }
  }

  /// The documents beside those given that they read, and those that these read.
  private static func neighbours(
    _ documents: [PipelineDocument], _ variables: Variables, _ problems: inout [Problem]
  ) -> [PipelineDocument] {
    var known = documents
    var added: [PipelineDocument] = []
    var index = 0
    while index < known.count {
      let document = known[index]
      index += 1
      for name in document.pipelines where !known.contains(where: { $0.name == name.value }) {
        for ending in [".yaml", ".yml"] {
          let path = Path.join(document.folder, name.value + ending)
          guard (try? FileEntry.find(path)) != nil else { continue }
          do throws(Problems) {
            let found = try load(path, variables)
            known.append(found)
            added.append(found)
          } catch { problems += error.all }
          break
        }
      }
    }
    return added
  }

  /// A stream gives its rows once: to one input, as the main one or as the one that joins look rows up in.
  private static func streamsReadTwice(_ plans: [Plan]) -> [Problem] {
    var readers: [String: Int] = [:]
    var problems: [Problem] = []
    for plan in plans {
      let sides = Set(plan.stages.compactMap(\.sideInput)).sorted().compactMap { plan.inputs[$0] }
      for input in [plan.main] + sides {
        for file in input.files where file.isStream {
          readers[file.path, default: 0] += 1
          guard readers[file.path] == 2 else { continue }
          let name = Path.isStandardStream(file.path) ? "standard input" : file.path
          let problem = Problem(
            .badValue, "\(name) can be read only once, and is needed several times",
            at: input.declaration.place, hint: "save it as a file first, and name that here")
          problems += plan.document.text.explain(Problems(problem)).all
        }
      }
    }
    return problems
  }

  /// Runs the pipelines one after the other; what the earlier ones emitted is there for the later ones.
  ///
  /// - Parameter finished: told after each wanted pipeline.
  /// - Throws: what stopped the run; what was published before stays.
  public func run(
    _ settings: RunSettings, finished: (RunResult) -> Void = { _ in }
  ) throws(Problem) -> [RunResult] {
    var settings = settings
    settings.files = self.files
    let files = FileTable()
    var captured: [String: SpilledRows] = [:]
    var results: [RunResult] = []
    for entry in entries {
      let run = PipelineRun(entry.plan, settings, files: files, captured: captured)
      let result = try run.run(publishes: entry.isWanted, capturing: entry.isRead)
      captured[entry.plan.name] = result.captured
      if entry.isWanted {
        results.append(result)
        finished(result)
      }
    }
    return results
  }
}
