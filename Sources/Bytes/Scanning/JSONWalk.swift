import CSluice

/// What is wrong with a JSON text.
public enum JSONFault: UInt8, Sendable {
  case syntax = 1
  /// Nested deeper than 512 levels.
  case depth = 2
  case notObject = 3
  case duplicateKey = 4
}

/// Checks that a text is one JSON value and nothing else but blanks.
///
/// - Returns: the fault and its 0-based offset; nil for a valid text. UTF-8 is not looked at.
public func jsonFault(_ text: Span<UInt8>) -> (fault: JSONFault, at: Int)? {
  unsafe text.withUnsafeBufferPointer { source in
    guard let from = source.baseAddress else { return (.syntax, 0) }
    var end = 0
    let code = unsafe sluice_json_value(from, 0, source.count, &end)
    if let fault = JSONFault(rawValue: UInt8(truncatingIfNeeded: code)) { return (fault, end) }
    while end < source.count {
      // SAFETY: end was just compared with the count.
      let byte = unsafe from[end]
      guard byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d else {
        return (.syntax, end)
      }
      end += 1
    }
    return nil
  }
}

/// Checks a column of JSON: each value loses the blanks around it and stands in one line, a `null` is none.
///
/// Line breaks can only stand between tokens, and become blanks in a copy behind the buffer's end.
/// - Returns: the rows that are no JSON; their cells stay as they are.
public func checkJSON(_ cells: inout [Slice], in buffer: ByteBuffer) -> [Int] {
  buffer.checkWithin(cells)
  let count = cells.count
  var notes = sluice_json_notes()
  var broken: [UInt32] = []
  let failed = unsafe [UInt32](unsafeUninitializedCapacity: count) { failed, failures in
    broken = unsafe [UInt32](unsafeUninitializedCapacity: count) { broken, breaks in
      unsafe cells.withUnsafeMutableBytes { cells in
        // SAFETY: Slice has the layout of sluice_slice, every cell lies in the buffer, both lists have room for a row
        // each.
        notes = unsafe sluice_json_column(
          buffer.base, cells.baseAddress?.assumingMemoryBound(to: sluice_slice.self), count,
          failed.baseAddress, broken.baseAddress)
      }
      breaks = notes.broken
    }
    failures = notes.failed
  }
  for row in broken { cells[Int(row)] = buffer.appendOneLine(cells[Int(row)]) }
  return failed.map { Int($0) }
}

extension ByteBuffer {
  /// Copies a JSON text of several lines to the end, as one line.
  fileprivate func appendOneLine(_ cell: Slice) -> Slice {
    let start = count
    append(json: cell, of: self)
    return Slice(start: start, length: cell.count)
  }
}

/// The top-level members that are looked for in NDJSON objects.
public struct JSONMembers: Sendable {
  fileprivate let names: [UInt8]
  fileprivate let ends: [UInt32]
  public var count: Int { ends.count }

  public init(names: [String]) {
    var bytes: [UInt8] = []
    var ends: [UInt32] = []
    for name in names {
      bytes += Array(name.utf8)
      ends.append(UInt32(bytes.count))
    }
    self.names = bytes + [0]
    self.ends = ends
  }
}

/// The members of many objects, a column each.
public struct JSONWalk: Sendable {
  /// `cells[column][row]`: the value as JSON text; null and missing told apart.
  public var cells: [[Slice]]
  /// Rows that are no object, with what is wrong and where (an offset in the buffer).
  public var faults: [(row: Int, fault: JSONFault, at: Int)]
  /// Keys that were not looked for, each name once, with the row that has it first.
  public var unknown: [(row: Int, key: Slice)]
}

/// Finds the members of the objects in `lines`, in one pass over their bytes.
public func walkObjects(_ lines: [Slice], in buffer: ByteBuffer, _ members: JSONMembers) -> JSONWalk
{
  let rows = lines.count
  let columns = members.count
  let room = 64
  var status = [UInt8](repeating: 0, count: rows)
  var error = [UInt32](repeating: 0, count: rows)
  var unknown = [sluice_unknown](repeating: sluice_unknown(), count: room)
  var noted = 0
  let flat = unsafe [Slice](unsafeUninitializedCapacity: rows * columns) { free, count in
    unsafe buffer.withUnsafeBytes { bytes in
      unsafe lines.withUnsafeBufferPointer { lines in
        unsafe members.names.withUnsafeBufferPointer { names in
          unsafe members.ends.withUnsafeBufferPointer { ends in
            var wanted = unsafe sluice_members(
              names: names.baseAddress, name_ends: ends.baseAddress, columns: columns)
            // SAFETY: Slice has the layout of sluice_slice; every array has room for `rows`, and the
            // lines lie within the buffer.
            noted = unsafe sluice_ndjson_walk(
              bytes.baseAddress?.assumingMemoryBound(to: UInt8.self),
              UnsafeRawPointer(lines.baseAddress)?.assumingMemoryBound(to: sluice_slice.self),
              rows, &wanted,
              UnsafeMutableRawPointer(free.baseAddress)?.assumingMemoryBound(to: sluice_slice.self),
              &status, &error, &unknown, room)
          }
        }
      }
    }
    count = rows * columns
  }
  var walk = JSONWalk(cells: [], faults: [], unknown: [])
  for column in 0..<columns { walk.cells.append(Array(flat[column * rows..<(column + 1) * rows])) }
  for row in 0..<rows {
    if let fault = JSONFault(rawValue: status[row]) {
      walk.faults.append((row, fault, Int(error[row])))
    }
  }
  for index in 0..<noted {
    let key = unknown[index]
    walk.unknown.append((Int(key.row), Slice(start: Int(key.start), length: Int(key.length))))
  }
  return walk
}
