import StageKit
import Table

/// A piece of a document as a Swift literal; every key and item stands on a line of its own.
indirect enum Doc: Sendable {
  case scalar(String, isQuoted: Bool)
  case list([Doc])
  case map([(String, Doc)])

  var node: Node {
    var line = 1
    return node(&line)
  }

  private func node(_ line: inout Int) -> Node {
    let place = Place(file: "test.yaml", line: line)
    switch self {
    case .scalar(let text, let isQuoted):
      return Node(.scalar(text, isQuoted: isQuoted), at: place)
    case .list(let items):
      var nodes: [Node] = []
      for item in items {
        line += 1
        nodes.append(item.node(&line))
      }
      return Node(.list(nodes), at: place)
    case .map(let entries):
      var nodes: [Node.Entry] = []
      for (key, value) in entries {
        line += 1
        let keyPlace = Place(file: "test.yaml", line: line)
        nodes.append(Node.Entry(key: key, keyPlace: keyPlace, value: value.node(&line)))
      }
      return Node(.map(nodes), at: place)
    }
  }
}

extension Doc: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  init(stringLiteral text: String) { self = .scalar(text, isQuoted: false) }
  init(integerLiteral number: Int) { self = .scalar(String(number), isQuoted: false) }
  init(booleanLiteral truth: Bool) { self = .scalar(String(truth), isQuoted: false) }
  init(nilLiteral: ()) { self = .scalar("null", isQuoted: false) }
  init(arrayLiteral items: Doc...) { self = .list(items) }
  init(dictionaryLiteral entries: (String, Doc)...) { self = .map(entries) }
}
