import Foundation

/// The files of this repository, for tests that read the code as text.
enum Repository {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  struct File: Sendable {
    /// From the repository's root.
    let path: String
    let lines: [String]

    /// `Bytes` for `Sources/Bytes/Files/Path.swift`.
    var target: String {
      path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
    }
  }

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// Swift files under a folder, in order of their paths.
  static func swiftFiles(under folder: String) throws -> [File] {
    let base = root.appending(path: folder)
    let paths =
      FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String } ?? []
    return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
      let text = try text(folder + "/" + path)
      return File(path: folder + "/" + path, lines: text.components(separatedBy: "\n"))
    }
  }

  static let sources: [File] = (try? swiftFiles(under: "Sources")) ?? []
}

extension String {
  /// The line without what follows `//`, and without the texts in quotes.
  var code: String {
    var code = ""
    var isQuoted = false
    var previous: Character = " "
    for character in self {
      if character == "\"" && previous != "\\" { isQuoted.toggle() }
      if !isQuoted {
        if character == "/" && previous == "/" { return String(code.dropLast()) }
        code.append(character)
      }
      previous = character
    }
    return code
  }
}
