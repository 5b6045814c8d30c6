import Adapters
import StageKit
import Table

/// Turns YAML into ``Node``s with places, filling in variables; goes on after a mistake to find the others.
struct DocumentReader {
  let file: String
  private var substitution: Substitution
  private(set) var problems: [Problem] = []

  init(file: String, variables: Variables) {
    self.file = file
    substitution = Substitution(variables: variables)
  }

  /// - Returns: the document's map; nil when it is something else, which is then among the problems.
  mutating func read(_ text: String) -> Node? {
    let document: YAMLDocument
    do throws(YAMLError) { document = try YAML.parse(text) } catch {
      problems.append(Problem(.yamlSyntax, error.message, at: place(error.position)))
      return nil
    }
    for duplicate in document.duplicateKeys {
      problems.append(
        Problem(
          .duplicateKey, duplicate.message, at: place(duplicate.position),
          hint: "only one of them could count; remove or rename one"))
    }
    guard let root = document.root, case .mapping(let entries) = root.value else {
      problems.append(
        Problem(
          .wrongShape, "a pipeline is a map with `inputs`, `stages` and `output`",
          at: place(document.root?.start)))
      return nil
    }
    if let vars = entries.first(where: { Self.text($0.key) == "vars" }) { declare(vars.value) }
    return node(root)
  }

  /// Takes in `vars:`; each may use the ones above it.
  private mutating func declare(_ vars: YAMLNode) {
    guard case .mapping(let entries) = vars.value else { return }
    for entry in entries {
      guard let name = Self.text(entry.key), case .scalar(let text, _) = entry.value.value
      else { continue }
      // A mistake in it is reported when the whole document is read.
      guard let filled = try? substitution.fill(text) else { continue }
      substitution.declared.append((name, filled.text))
    }
  }

  private mutating func node(_ yaml: YAMLNode) -> Node {
    let place = place(yaml.start)
    switch yaml.value {
    case .scalar(let text, let style): return scalar(text, style, at: place)
    case .sequence(let items):
      var list: [Node] = []
      for item in items { list.append(node(item)) }
      return Node(.list(list), at: place)
    case .mapping(let entries):
      var map: [Node.Entry] = []
      for entry in entries {
        let keyPlace = self.place(entry.key.start)
        guard let key = Self.text(entry.key) else {
          problems.append(Problem(.wrongShape, "a key is a single text", at: keyPlace))
          continue
        }
        // A later duplicate was reported above; the first one stands.
        if map.contains(where: { $0.key == key }) { continue }
        map.append(Node.Entry(key: key, keyPlace: keyPlace, value: node(entry.value)))
      }
      return Node(.map(map), at: place)
    }
  }

  private mutating func scalar(
    _ text: String, _ style: YAMLNode.Style, at place: Place
  ) -> Node {
    let isPlain = style == .plain
    do throws(Substitution.Failure) {
      let (filled, isVariable) = try substitution.fill(text)
      if filled == text { return Node(.scalar(text, isQuoted: !isPlain), at: place) }
      // A value keeps plain typing, so that a number is a number, but it never becomes nothing.
      let node = Node(.scalar(filled, isQuoted: !(isPlain && isVariable)), at: place)
      return node.isNull ? Node(.scalar(filled, isQuoted: true), at: place) : node
    } catch {
      var at = place
      // In quotes, escapes may have made the text shorter than what is written.
      if isPlain, let column = place.column { at.column = column + error.offset }
      problems.append(Problem(error.code, error.message, at: at, hint: error.hint))
      return Node(.scalar(text, isQuoted: true), at: place)
    }
  }

  private static func text(_ node: YAMLNode) -> String? {
    if case .scalar(let text, _) = node.value { return text }
    return nil
  }

  private func place(_ position: YAMLPosition?) -> Place {
    Place(
      file: file, line: position?.line, column: position?.column, offset: position?.offset)
  }
}
