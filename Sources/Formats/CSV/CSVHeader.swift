import Bytes
import Table

/// The first record of a CSV file.
public struct CSVHeader: Sendable {
  public let names: [String]
  /// Bytes that the record takes with its line end, and a byte order mark before it.
  let bytes: Int
  let lineFeeds: Int

  /// Reads the header of a part, as far into it as needed.
  ///
  /// - Throws: ``Problem`` when there is none, when a name is empty or repeated, when it is not UTF-8, or when the part is
  ///   damaged where it begins: better told before anything runs.
  public static func read(
    of part: InputPart, _ dialect: Dialect, _ settings: ReaderSettings = ReaderSettings()
  ) throws(Problem) -> CSVHeader {
    var cursor = PartCursor(part, settings)
    try cursor.open()
    cursor.fill(upTo: 64 * 1024)
    try cursor.check()
    return try next(&cursor, dialect, settings, upTo: 64 * 1024)
  }

  /// Reads on until the header is whole, so many bytes at a time.
  static func next(
    _ cursor: inout PartCursor, _ dialect: Dialect, _ settings: ReaderSettings, upTo count: Int
  ) throws(Problem) -> CSVHeader {
    while true {
      cursor.readOnce(upTo: count)
      let found = try parse(
        cursor.rest, dialect, settings, isEnd: cursor.isEnd, cursor.part.name)
      if let found { return found }
      try cursor.check()
    }
  }

  /// - Returns: nil while the record is incomplete and more may come.
  private static func parse(
    _ buffer: ByteBuffer, _ dialect: Dialect, _ settings: ReaderSettings, isEnd: Bool,
    _ file: String
  ) throws(Problem) -> CSVHeader? {
    let mark = try byteOrderMark(buffer, file)
    let body = buffer.bytes.extracting(mark..<buffer.count)
    var machine = CSVMachine(dialect, longestRecord: settings.longestRecord)
    machine.readOne(body, isEnd: isEnd)
    if let bad = machine.bad.first {
      throw Problem(
        .badHeader, "the header line is broken: \(CSVReader.message(bad.code))",
        at: Place(file: file, line: 1, column: mark + bad.at + 1))
    }
    if machine.consumed == 0 {
      guard isEnd else { return nil }
      throw Problem(
        .noHeader, "the file has no header line", at: Place(file: file),
        hint:
          "an empty export is often a failed one; name the columns with `header: [..]` if it has none"
      )
    }
    let record = Slice(start: mark, length: machine.consumed)
    let lineFeeds = countOf(0x0a, in: buffer.bytes(record))
    var names: [String] = []
    var start = mark
    for entry in machine.entries {
      var cell = Slice(start: start, length: mark + Int(entry & CSVIndex.offset) - start)
      start = mark + Int(entry & CSVIndex.offset) + 1
      let isLast = entry & CSVIndex.newline != 0
      if isLast, cell.count > 0, buffer.bytes[cell.range.upperBound - 1] == 0x0d {
        cell = Slice(start: cell.range.lowerBound, length: cell.count - 1)
      }
      names.append(dialect.text(of: cell, in: buffer))
      if isLast { break }
    }
    try check(names, file)
    return CSVHeader(names: names, bytes: mark + machine.consumed, lineFeeds: lineFeeds)
  }

  private static func check(_ names: [String], _ file: String) throws(Problem) {
    var seen: [String: Int] = [:]
    for (index, name) in names.enumerated() {
      let place = Place(file: file, line: 1)
      if name.unicodeScalars.contains("\u{FFFD}") {
        throw Problem(
          .badHeader, "the header line is not UTF-8 (column \(index + 1))", at: place,
          hint: "export the dump as UTF-8")
      }
      if name.utf8.contains(0) {
        throw Problem(
          .badHeader, "the header line has a byte 0 (column \(index + 1))", at: place,
          hint: "a file in UTF-16 looks so; convert it: iconv -f UTF-16 -t UTF-8")
      }
      if name.utf8.contains(0x0d) {
        throw Problem(
          .badHeader, "the header line has a carriage return amid it (column \(index + 1))",
          at: place, hint: "lines must end in a line feed; convert the file: tr '\\r' '\\n'")
      }
      if name.isEmpty {
        throw Problem(
          .badHeader, "column \(index + 1) has no name", at: place,
          hint: "give it a name, or name all columns with `header: [..]`")
      }
      if let first = seen[name] {
        throw Problem(
          .duplicateHeader, "columns \(first + 1) and \(index + 1) are both named \"\(name)\"",
          at: place, hint: "rename one in the export")
      }
      seen[name] = index
    }
  }

  /// The length of a UTF-8 byte order mark at the front: 0 or 3.
  static func byteOrderMark(_ buffer: ByteBuffer, _ file: String) throws(Problem) -> Int {
    let bytes = buffer.bytes
    if bytes.count >= 3, bytes[0] == 0xef, bytes[1] == 0xbb, bytes[2] == 0xbf { return 3 }
    let isWide =
      bytes.count >= 2
      && ((bytes[0] == 0xff && bytes[1] == 0xfe) || (bytes[0] == 0xfe && bytes[1] == 0xff))
    if isWide {
      throw Problem(
        .badHeader, "the file is UTF-16", at: Place(file: file),
        hint: "export it as UTF-8, or convert it: iconv -f UTF-16 -t UTF-8")
    }
    return 0
  }
}

extension Dialect {
  /// A cell's text without its quotes and escapes.
  func text(of cell: Slice, in buffer: ByteBuffer) -> String {
    let scratch = ByteBuffer(capacity: cell.count)
    let copy = scratch.append(cell, of: buffer)
    return scratch.text(
      scratch.unquoteCSV(copy, delimiter: delimiter, quote: quote, backslash: backslash))
  }
}
