import CustomerIO
import Table

/// The order in which pipelines run: what is read before what reads it; else people, objects, relationships, events.
enum PipelineOrder {
  /// - Throws: names that come twice and pipelines that read each other.
  static func order(_ documents: [PipelineDocument]) throws(Problems) -> [PipelineDocument] {
    var problems: [Problem] = []
    for (index, document) in documents.enumerated() {
      if let first = documents[..<index].first(where: { $0.name == document.name }) {
        problems.append(
          Problem(
            .nameClash,
            "two pipelines are named `\(document.name)`: \(first.file) and \(document.file)",
            at: Place(file: document.file), hint: "give one another `name:`"))
      }
    }
    if !problems.isEmpty { throw Problems(problems) }
    var ordered: [PipelineDocument] = []
    var waiting = documents.enumerated().sorted { left, right in
      let (a, b) = (rank(left.element), rank(right.element))
      return a == b ? left.offset < right.offset : a < b
    }.map(\.element)
    while !waiting.isEmpty {
      let ready = waiting.firstIndex { document in
        document.pipelines.allSatisfy { name in
          !waiting.contains { $0.name == name.value }
        }
      }
      guard let ready else {
        let names = waiting.map { "`\($0.name)`" }.joined(separator: ", ")
        throw waiting[0].text.explain(
          Problems(
            Problem(
              .referenceCycle, "the pipelines \(names) read each other in a circle",
              at: waiting[0].pipelines.first?.place,
              hint: "one of them has to read the dumps themselves")))
      }
      ordered.append(waiting.remove(at: ready))
    }
    return ordered
  }

  /// Customer.io wants people first, then objects, then what relates them; events need people.
  private static func rank(_ document: PipelineDocument) -> Int {
    switch document.output.kind {
    case .identify, .alias: 0
    case .group:
      document.output.fields.contains { $0.name == "userId" || $0.name == "anonymousId" } ? 2 : 1
    case .relationship, .device: 2
    case .track, .page, .screen: 3
    case .deletePerson, .suppress, .unsuppress, .deleteObject, .deleteRelationship, .deleteDevice,
      .rows:
      4
    }
  }

  /// Two pipelines that would write one file.
  static func outputClashes(_ documents: [PipelineDocument]) -> [Problem] {
    var problems: [Problem] = []
    var seen: [String: PipelineDocument] = [:]
    for document in documents {
      let path = document.resolve(document.output.file.value)
      if path != "-", let first = seen[path] {
        let problem = Problem(
          .outputClash, "`\(document.name)` and `\(first.name)` both write \(path)",
          at: document.output.file.place, hint: "give one another `file:`")
        problems += document.text.explain(Problems(problem)).all
      }
      seen[path] = document
    }
    return problems
  }
}
