/// Which files a pattern such as `dump/2024-*/part-????.csv.gz` stands for.
public enum FileGlob {
  /// Whether a path has wildcards at all.
  public static func isPattern(_ path: String) -> Bool {
    path.utf8.contains {
      $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "[")
    }
  }

  /// Paths of the files that match, in byte order, each once.
  ///
  /// `*`, `?` and `[...]` match within one name and not a leading dot; `\` takes the next character as
  /// it is. Folders match in the middle of a pattern, and only files at its end. A path without
  /// wildcards stands for itself, if it exists. `-` is standard input.
  /// - Returns: nothing where nothing matches, or where the folder is missing.
  /// - Throws: ``FileError`` for a folder that may not be listed.
  public static func expand(_ pattern: String) throws(FileError) -> [String] {
    if Path.isStandardStream(pattern) { return [pattern] }
    guard isPattern(pattern) else {
      return try FileEntry.find(pattern) == nil ? [] : [pattern]
    }
    var parts = pattern.split(separator: "/").map(String.init)
    let last = parts.removeLast()
    var folders = [pattern.hasPrefix("/") ? "/" : ""]
    for part in parts {
      folders = try matches(part, in: folders) { $0 == .folder }
    }
    let files = try matches(last, in: folders) { $0 != .folder }
    return files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func matches(
    _ part: String, in folders: [String], where isWanted: (FileEntry.Kind) -> Bool
  ) throws(FileError) -> [String] {
    let pattern = NamePattern(part)
    var found: [String] = []
    for folder in folders {
      for name in try candidates(pattern, in: folder) {
        let path = Path.join(folder, name)
        if let entry = try FileEntry.find(path), isWanted(entry.kind) { found.append(path) }
      }
    }
    return found
  }

  private static func candidates(
    _ pattern: NamePattern, in folder: String
  ) throws(FileError) -> [String] {
    if let name = pattern.literal { return [name] }
    do {
      return try Folder.names(in: folder.isEmpty ? "." : folder).filter(pattern.matches)
    } catch  where error.kind == .notFound {
      return []
    }
  }

  /// How many parts of a path, counted from its end, match those of a pattern; 0 when its last part does not.
  public static func matchingParts(_ pattern: String, _ path: String) -> Int {
    let names = path.split(separator: "/").reversed()
    let patterns = pattern.split(separator: "/").reversed()
    return zip(names, patterns).prefix {
      $0.0 == $0.1 || NamePattern(String($0.1)).matches(String($0.0))
    }.count
  }
}
