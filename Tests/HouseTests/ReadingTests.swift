import Table
import Testing

/// What makes the code readable, as far as a test can tell.
@Suite struct ReadingTests {
  static let longestFileLines = 500
  static let longestSentence = 150
  static let documentedTargets: Set = [
    "Bytes", "Adapters", "CommandKit", "Table", "Formats", "Expressions", "CustomerIO", "StageKit",
  ]
  static let documentedFiles = Repository.sources.filter {
    documentedTargets.contains($0.target) && !$0.path.hasSuffix("/Room.swift")
  }
  /// What a protocol of the standard library or of the kit asks for needs no words of its own.
  static let witnesses: Set = ["decode", "encode", "hash", "bind", "<", "==", "+=", "+"]

  @Test func `No file is longer than five hundred lines`() throws {
    for file in try Repository.sources + Repository.swiftFiles(under: "Tests") {
      #expect(
        file.lines.count <= Self.longestFileLines,
        "\(file.path) has \(file.lines.count) lines; split it by theme")
    }
  }

  @Test func `A target that has code keeps no placeholder`() {
    for file in Repository.sources where file.path.hasSuffix("/Room.swift") {
      let others = Repository.sources.filter { $0.target == file.target }.count
      #expect(others == 1, "\(file.path) can go: \(file.target) has code")
    }
  }

  @Test func `Public types and functions below the stages have a doc comment`() {
    for file in Self.documentedFiles {
      for (index, line) in file.lines.enumerated() where Self.needsWords(line) {
        #expect(
          Self.comment(above: index, in: file.lines) != nil,
          "\(file.path):\(index + 1) is public and says nothing: \(line.code)")
      }
    }
  }

  @Test func `A doc comment begins with one sentence of at most 150 characters`() {
    for file in Self.documentedFiles {
      for (index, line) in file.lines.enumerated() where Self.needsWords(line) {
        guard let first = Self.comment(above: index, in: file.lines) else { continue }
        let sentence = first.split(separator: ". ")[0]
        #expect(
          sentence.count <= Self.longestSentence,
          "\(file.path):\(index + 1) begins with a sentence of \(sentence.count) characters")
      }
    }
  }

  @Test func `Nothing is left for later in the code`() {
    let later = ["TODO", "FIXME", "HACK:"]
    for file in Repository.sources {
      for (index, line) in file.lines.enumerated() {
        #expect(
          !later.contains { line.contains($0) },
          "\(file.path):\(index + 1) leaves something for later")
      }
    }
  }

  @Test func `Every problem has a title and an explanation, and every code is its own`() {
    for code in ProblemCode.allCases {
      #expect(!code.title.isEmpty && code.title.count <= 40, "\(code.rawValue)")
      #expect(code.explanation.hasSuffix("."), "\(code.rawValue) is explained in sentences")
      #expect(code.rawValue.contains(/^[A-Z]{3}[0-9]{3}$/), "\(code.rawValue)")
    }
    #expect(Set(ProblemCode.allCases.map(\.title)).count == ProblemCode.allCases.count)
  }

  /// Whether a line declares a public type, or a public function with a body of its own.
  private static func needsWords(_ line: String) -> Bool {
    guard line.contains("public ") else { return false }
    let code = line.code
    let type = #/^\s*(@\w+(\([^)]*\))?\s+)*public ([\w()]+ )*(struct|enum|class|protocol|actor)\s/#
    if code.contains(type) { return true }
    guard let function = code.firstMatch(of: /^\s*(@\w+\s+)*public ([\w()]+ )*func ([^\s(<]+|<)/)
    else { return false }
    let isOneLine = code.hasSuffix("}")
    return !isOneLine && !witnesses.contains(String(function.3))
  }

  /// The first sentence above a declaration, over attributes and plain comments between.
  private static func comment(above index: Int, in lines: [String]) -> String? {
    var at = index - 1
    var found: [String] = []
    while at >= 0 {
      let line = lines[at].trimmingPrefix(while: { $0 == " " })
      if line.hasPrefix("///") {
        found.insert(String(line.dropFirst(3).trimmingPrefix(while: { $0 == " " })), at: 0)
      } else if !found.isEmpty || !(line.hasPrefix("@") || line.hasPrefix("//")) {
        break
      }
      at -= 1
    }
    guard !found.isEmpty else { return nil }
    return found.prefix { !$0.isEmpty }.joined(separator: " ")
  }
}
