/// Puts events together to a tree of nodes, within the bounds that ``YAML`` states.
struct YAMLBuilder {
  private struct Anchored {
    var node: YAMLNode
    var size: Int
    /// Collections inside of one another, the node itself included.
    var height: Int
  }

  private let events: YAMLEventReader
  private var duplicateKeys: [YAMLError] = []
  private var anchors: [String: Anchored] = [:]
  /// Nodes so far, those behind each alias counted anew.
  private var size = 0
  /// The greatest depth within the node that is being built.
  private var deepest = 0

  init(events: YAMLEventReader) { self.events = events }

  mutating func document() throws(YAMLError) -> YAMLDocument {
    var root: YAMLNode?
    while true {
      let event = try events.next()
      switch event.kind {
      case .streamEnd: return YAMLDocument(root: root, duplicateKeys: duplicateKeys)
      case .documentStart:
        guard root == nil else {
          throw YAMLError(
            message: "a second document begins here, a file holds one", position: event.start)
        }
        root = try node(try events.next(), depth: 0)
      default: break
      }
    }
  }

  private mutating func node(_ event: YAMLEvent, depth: Int) throws(YAMLError) -> YAMLNode {
    if case .alias(let name) = event.kind { return try alias(name, at: event, depth: depth) }
    let (sizeBefore, deepestBefore) = (size, deepest)
    deepest = depth
    defer { deepest = max(deepest, deepestBefore) }
    try count(1, at: event)
    var node = YAMLNode(
      value: .scalar("", style: .plain), start: event.start, end: event.end)
    switch event.kind {
    case .scalar(let text, let style):
      let isText = try tagSaysText(event, allowed: ["str", "int", "float", "bool", "null"])
      node.value = .scalar(text, style: isText.map { $0 ? Self.asText(style) : .plain } ?? style)
    case .sequenceStart:
      _ = try tagSaysText(event, allowed: ["seq"])
      try fillSequence(&node, depth: depth + 1)
    case .mappingStart:
      _ = try tagSaysText(event, allowed: ["map"])
      try fillMapping(&node, depth: depth + 1)
    case .streamStart, .streamEnd, .documentStart, .documentEnd, .sequenceEnd, .mappingEnd, .alias:
      throw YAMLError(message: "a value is missing here", position: event.start)
    }
    if let anchor = event.anchor {
      anchors[anchor] = Anchored(node: node, size: size - sizeBefore, height: deepest - depth)
    }
    return node
  }

  private mutating func fillSequence(_ node: inout YAMLNode, depth: Int) throws(YAMLError) {
    try check(depth, at: node.start)
    var items: [YAMLNode] = []
    while true {
      let event = try events.next()
      if case .sequenceEnd = event.kind {
        node.end = Self.end(of: event, after: items.last ?? node)
        node.value = .sequence(items)
        return
      }
      items.append(try self.node(event, depth: depth))
    }
  }

  private mutating func fillMapping(_ node: inout YAMLNode, depth: Int) throws(YAMLError) {
    try check(depth, at: node.start)
    var entries: [YAMLNode.Entry] = []
    var lines: [String: Int] = [:]
    while true {
      let event = try events.next()
      if case .mappingEnd = event.kind {
        node.end = Self.end(of: event, after: entries.last?.value ?? node)
        node.value = .mapping(entries)
        return
      }
      let key = try self.node(event, depth: depth)
      if case .scalar(let name, _) = key.value {
        if let line = lines[name] {
          duplicateKeys.append(
            YAMLError(
              message: "the key \"\(name)\" is already given on line \(line)",
              position: event.start))
        } else {
          lines[name] = event.start.line
        }
      }
      entries.append((key: key, value: try self.node(try events.next(), depth: depth)))
    }
  }

  /// A flow collection ends at its bracket; a block collection, whose end event stands at whatever
  /// comes next, ends with its last value.
  private static func end(of event: YAMLEvent, after last: YAMLNode) -> YAMLPosition {
    event.end.offset > event.start.offset ? event.end : last.end
  }

  private mutating func alias(
    _ name: String, at event: YAMLEvent, depth: Int
  ) throws(YAMLError) -> YAMLNode {
    guard let known = anchors[name] else {
      throw YAMLError(
        message: "*\(name) refers to no anchor &\(name) above it", position: event.start)
    }
    try count(known.size, at: event)
    try check(depth + known.height, at: event.start)
    return known.node
  }

  private mutating func count(_ nodes: Int, at event: YAMLEvent) throws(YAMLError) {
    size += nodes
    guard size <= YAML.maximumNodes else {
      throw YAMLError(
        message: "the document has more than \(YAML.maximumNodes) values, aliases expanded",
        position: event.start)
    }
  }

  private mutating func check(_ depth: Int, at position: YAMLPosition) throws(YAMLError) {
    guard depth <= YAML.maximumDepth else {
      throw YAMLError(
        message: "values are nested more than \(YAML.maximumDepth) deep", position: position)
    }
    deepest = max(deepest, depth)
  }

  private static func asText(_ style: YAMLNode.Style) -> YAMLNode.Style {
    style == .plain ? .quoted : style
  }

  /// Whether a tag makes a scalar text or not; nothing without a tag.
  private func tagSaysText(
    _ event: YAMLEvent, allowed: [String]
  ) throws(YAMLError) -> Bool? {
    guard let tag = event.tag else { return nil }
    if tag == "!" { return true }
    let prefix = "tag:yaml.org,2002:"
    let name = tag.hasPrefix(prefix) ? String(tag.dropFirst(prefix.count)) : nil
    guard let name, allowed.contains(name) else {
      let written = name.map { "!!" + $0 } ?? tag
      throw YAMLError(message: "the tag \(written) has no meaning here", position: event.start)
    }
    return name == "str"
  }
}
