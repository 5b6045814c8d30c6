import Adapters
import Bytes
import Testing

@Suite struct YAMLTests {
  /// A node on one line: text in its quotes, `[...]`, `{...}`.
  static func show(_ node: YAMLNode) -> String {
    switch node.value {
    case .scalar(let text, .plain): text
    case .scalar(let text, .quoted): "'\(text)'"
    case .scalar(let text, .block): "|\(text)|"
    case .sequence(let items): "[" + items.map(show).joined(separator: ", ") + "]"
    case .mapping(let entries):
      "{" + entries.map { show($0.key) + ": " + show($0.value) }.joined(separator: ", ") + "}"
    }
  }

  static func show(_ text: String) throws -> String? { try YAML.parse(text).root.map(show) }

  static func failure(_ text: String) -> String {
    do throws(YAMLError) {
      _ = try YAML.parse(text)
      return "no error"
    } catch {
      return error.description
    }
  }

  @Test("plain, quoted and block values are told apart")
  func styles() throws {
    let text = "a: no\nb: \"no\"\nc: 'no'\nd: |\n  no\n  yes\ne: >-\n  one\n  two\nf:\n"
    #expect(
      try Self.show(text) == "{a: no, b: 'no', c: 'no', d: |no\nyes\n|, e: |one two|, f: }")
  }

  @Test("flow and block collections make the same tree")
  func collections() throws {
    #expect(try Self.show("- a\n- b: [1, 2]\n  c: {d: e}\n") == "[a, {b: [1, 2], c: {d: e}}]")
    #expect(try Self.show("{a: [], b: {}, [x, y]: z}") == "{a: [], b: {}, [x, y]: z}")
  }

  @Test(
    "a file of nothing or only comments has no root", arguments: ["", "\n\n", "# hi\n", "\u{feff}"])
  func nothing(text: String) throws {
    #expect(try YAML.parse(text).root == nil)
  }

  @Test("every node knows where it begins and ends, in bytes")
  func positions() throws {
    // The umlauts take two bytes each, the emoji four.
    let text = "# Größe\nname: Änne\nlist:\n  - \"🙂\" # hm\n  - {k: vv}\nlast: [1,\n  2]\n"
    let root = try #require(try YAML.parse(text).root)
    let bytes = Array(text.utf8)
    func written(_ node: YAMLNode) -> String {
      String(decoding: bytes[node.start.offset..<node.end.offset], as: UTF8.self)
    }
    guard case .mapping(let entries) = root.value else {
      Issue.record("not a mapping")
      return
    }
    #expect(root.start == YAMLPosition(offset: 10, line: 2, column: 1))
    #expect(root.end == YAMLPosition(offset: bytes.count - 1, line: 7, column: 5))
    #expect(entries.map { written($0.key) } == ["name", "list", "last"])
    #expect(
      entries.map { written($0.value) } == ["Änne", "- \"🙂\" # hm\n  - {k: vv}", "[1,\n  2]"])
    guard case .sequence(let items) = entries[1].value.value else {
      Issue.record("not a sequence")
      return
    }
    #expect(items.map(written) == ["\"🙂\"", "{k: vv}"])
    #expect(items[0].end == YAMLPosition(offset: 38, line: 4, column: 11))
    #expect((items[1].line, items[1].column) == (5, 5))
  }

  @Test("a byte order mark and CRLF shift offsets, and neither lines nor columns")
  func byteOrderMark() throws {
    let root = try #require(try YAML.parse("\u{feff}a: é\r\nb: ü x\r\n").root)
    guard case .mapping(let entries) = root.value else {
      Issue.record("not a mapping")
      return
    }
    #expect(entries[0].key.start == YAMLPosition(offset: 3, line: 1, column: 1))
    #expect(entries[1].value.start == YAMLPosition(offset: 13, line: 2, column: 4))
    #expect(entries[1].value.end == YAMLPosition(offset: 17, line: 2, column: 8))
  }

  @Test("a key given twice is kept and reported at the second place")
  func duplicates() throws {
    let document = try YAML.parse("a: 1\nb: {c: 1, c: 2}\n\"a\": 3\n")
    #expect(document.root.map(Self.show) == "{a: 1, b: {c: 1, c: 2}, 'a': 3}")
    #expect(
      document.duplicateKeys.map(\.description) == [
        "2:11: the key \"c\" is already given on line 2",
        "3:1: the key \"a\" is already given on line 1",
      ])
  }

  @Test("an alias stands for its anchor, which must come first")
  func aliases() throws {
    #expect(try Self.show("a: &x [1, &y 2]\nb: *x\nc: *y\n") == "{a: [1, 2], b: [1, 2], c: 2}")
    #expect(try Self.show("- &x 1\n- *x\n- &x 2\n- *x\n") == "[1, 1, 2, 2]")
    #expect(Self.failure("a: *x\n") == "1:4: *x refers to no anchor &x above it")
    #expect(Self.failure("a: &x [*x]\n") == "1:8: *x refers to no anchor &x above it")
  }

  @Test("aliases that multiply are stopped before they take memory")
  func laughs() {
    var text = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"
    for level in 1...40 {
      text += "a\(level): &a\(level) ["
      text += Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ") + "]\n"
    }
    #expect(
      Self.failure(text) == "6:10: the document has more than 100000 values, aliases expanded")
  }

  @Test("depth is bounded, also through aliases")
  func depth() throws {
    func nested(_ depth: Int, _ inner: String) -> String {
      String(repeating: "[", count: depth) + inner + String(repeating: "]", count: depth)
    }
    #expect(try Self.show(nested(100, "x")) == nested(100, "x"))
    #expect(Self.failure(nested(101, "x")) == "1:101: values are nested more than 100 deep")
    #expect(Self.failure(nested(200_000, "")) == "1:101: values are nested more than 100 deep")
    #expect(try Self.show("[&a \(nested(49, "x")), \(nested(50, "*a"))]") != nil)
    #expect(
      Self.failure("[&a \(nested(50, "x")), \(nested(50, "*a"))]")
        == "1:158: values are nested more than 100 deep")
  }

  @Test("core tags say what a scalar is, others are refused")
  func tags() throws {
    #expect(
      try Self.show("[!!str 1, !!int \"1\", ! 2, !!seq [], !!map {}]") == "['1', 1, '2', [], {}]")
    #expect(Self.failure("a: !secret x\n") == "1:4: the tag !secret has no meaning here")
    #expect(Self.failure("a: !!binary eA==\n") == "1:4: the tag !!binary has no meaning here")
    #expect(Self.failure("a: !!map [x]\n") == "1:4: the tag !!map has no meaning here")
  }

  @Test(
    "what is not YAML is named with its line and column",
    arguments: [
      ("a:\n\tb: 2\n", "2:1: a tab cannot indent, use spaces"),
      ("a: 1\n\tb: 2\n", "2:1: a tab cannot indent, use spaces"),
      (
        "a: @b\n",
        "1:4: a value cannot begin with @, put it in quotes"
      ),
      (
        "a: [1, 2\n",
        "2:1: did not find expected ',' or ']', while parsing a flow sequence that begins on line 1"
      ),
      (
        "é: 1\né: [ü, \"x\n",
        "3:1: found unexpected end of stream, while scanning a quoted scalar that begins on line 2"
      ),
      ("a: b: c\n", "1:5: mapping values are not allowed in this context"),
      ("a: 1\n---\nb: 2\n", "2:1: a second document begins here, a file holds one"),
      ("a: 1\nb\u{1}: 2\n", "2:2: control characters are not allowed (found 00000001)"),
    ])
  func syntax(text: String, expected: String) {
    #expect(Self.failure(text) == expected)
  }

  @Test("bytes that are not UTF-8 are refused where they stand")
  func encoding() {
    for (bytes, place) in [
      ([UInt8]("a: 1\nb: ".utf8) + [0xff], "2:4"), ([0xc3], "1:1"), ([0xed, 0xa0, 0x80], "1:1"),
    ] as [([UInt8], String)] {
      do throws(YAMLError) {
        _ = try YAML.parse(bytes.span)
        Issue.record("no error")
      } catch {
        #expect("\(error.line):\(error.column)" == place)
      }
    }
  }

  @Test("no text of up to four troublesome characters does harm")
  func exhaustive() {
    let letters: [UInt8] = Array("a:-\n [&*\"|".utf8) + [0xff]
    var parsed = 0
    for length in 0...4 {
      var digits = [Int](repeating: 0, count: length)
      repeat {
        let bytes = digits.map { letters[$0] }
        if let document = try? YAML.parse(bytes.span), let root = document.root {
          parsed += 1
          if root.start.offset > root.end.offset || root.end.offset > length {
            Issue.record("\(bytes) ends at \(root.end)")
          }
        }
        var place = 0
        while place < length {
          digits[place] += 1
          if digits[place] < letters.count { break }
          digits[place] = 0
          place += 1
        }
        if place == length { break }
      } while true
    }
    #expect(parsed > 1000)
  }
}
