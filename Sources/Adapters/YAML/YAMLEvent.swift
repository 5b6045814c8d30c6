/// One step of a document, as libyaml's parser tells it.
struct YAMLEvent {
  enum Kind {
    case streamStart, streamEnd, documentStart, documentEnd
    case scalar(String, style: YAMLNode.Style)
    case sequenceStart, sequenceEnd, mappingStart, mappingEnd
    case alias(String)
  }

  var kind: Kind
  var anchor: String?
  var tag: String?
  var start: YAMLPosition
  var end: YAMLPosition
}
