import Bytes
import StageKit
import Synchronization
import Table

/// The rejects file: one JSON object for each row that could not go on, with the row as it stood in its file.
///
/// ```
/// {"code":"TYP506","reason":"…","input":"entities","file":"e.csv.gz","line":12,"byte":4711,"column":"_updated_at","raw":"…"}
/// ```
/// `raw` is the row in full; where its bytes are not UTF-8 there is `raw_base64` instead. A row that is
/// rejected after it waited in a stage that takes all rows in comes without its bytes; they are read again at the
/// end of the run. Up to then its input's rejects are held in memory, in their order; past ``maximumHeld`` of them, and of
/// streams, there is no `raw`, and the place says where the row stands.
///
/// Inputs are read side by side; in the file the rejects of each stand together, in the order of ``Turn``. The file is
/// made when the run ends with a reject.
final class RejectsWriter: Sendable {
  /// Where in the file an input's rejects stand: the inputs of joins first, in their order, then the main one's.
  struct Turn: Hashable, Comparable, Sendable {
    var input: Int
    /// The part of the input, while its parts are read side by side.
    var part: Int

    static func < (left: Turn, right: Turn) -> Bool {
      (left.input, left.part) < (right.input, right.part)
    }
  }

  private struct State {
    var count = 0
    var turns: [Turn: Waiting] = [:]
    /// Rejects in memory, of all turns.
    var held = 0
  }

  /// The rejects of one turn.
  private struct Waiting {
    /// Lines that are finished.
    var lines: [SpillFile.Extent] = []
    /// From the first reject without its bytes on; nil once there were too many.
    var held: [Held]? = []
  }

  private struct Held {
    var reject: Reject
    let input: String
  }

  /// Rejects that wait for bytes to be read again.
  static let maximumHeld = 100_000

  let path: String
  private let lines: SpillFile
  /// False in a run that publishes nothing: the rows are only counted.
  private let isWritten: Bool
  private let state = Mutex(State())
  private let writer = Mutex<OutputWriter?>(nil)

  /// - Parameter folder: for what does not fit in memory.
  init(path: String, folder: String, isWritten: Bool = true) {
    self.path = path
    lines = SpillFile(folder: folder, memory: 256 * 1024)
    self.isWritten = isWritten
  }

  var count: Int { state.withLock { $0.count } }

  /// - Parameter fileNames: the names of the run's files, by number.
  func write(
    _ rejects: [Reject], input: String, turn: Turn, fileNames: [String]
  ) throws(Problem) {
    guard !rejects.isEmpty else { return }
    guard isWritten else { return state.withLock { $0.count += rejects.count } }
    try state.withLock { (state: inout State) throws(Problem) in
      state.count += rejects.count
      var waiting = state.turns[turn] ?? Waiting()
      defer { state.turns[turn] = waiting }
      guard var held = waiting.held, !held.isEmpty || rejects.contains(where: { $0.raw == nil })
      else {
        return waiting.lines.append(
          try lines.append(text(rejects.map { Held(reject: $0, input: input) }, fileNames)))
      }
      held += rejects.map { Held(reject: $0.withOwnBytes, input: input) }
      state.held += rejects.count
      waiting.held = held
      guard state.held > Self.maximumHeld else { return }
      waiting.held = nil
      state.held -= held.count
      waiting.lines.append(try lines.append(text(held, fileNames)))
    }
  }

  private func text(_ rejects: [Held], _ fileNames: [String]) -> ByteBuffer {
    let lines = ByteBuffer(capacity: rejects.count * 256)
    for held in rejects { append(held.reject, held.input, fileNames, to: lines) }
    return lines
  }

  private func append(
    _ reject: Reject, _ input: String, _ fileNames: [String], to lines: ByteBuffer
  ) {
    lines.append("{\"code\":")
    lines.append(jsonString: reject.code)
    lines.append(",\"reason\":")
    lines.append(jsonString: reject.reason)
    lines.append(",\"input\":")
    lines.append(jsonString: input)
    if fileNames.indices.contains(reject.origin.file) {
      lines.append(",\"file\":")
      lines.append(jsonString: fileNames[reject.origin.file])
      lines.append(",\"line\":\(reject.origin.line),\"byte\":\(reject.origin.offset)")
    }
    if let field = reject.field {
      lines.append(",\"column\":")
      lines.append(jsonString: field)
    }
    if let raw = reject.raw {
      if firstInvalidUTF8(raw.buffer.bytes(raw.slice)) == nil {
        lines.append(",\"raw\":")
        lines.append(jsonString: raw.slice, of: raw.buffer)
      } else {
        lines.append(",\"raw_base64\":\"")
        lines.append(base64: raw.buffer.bytes(raw.slice))
        lines.append("\"")
      }
    }
    lines.append("}\n")
  }

  /// Writes the file; nil when there is none.
  func finish(_ rows: RawRows) throws(Problem) -> OutputWriter.Summary? {
    let turns = state.withLock { state in
      defer { state.turns = [:] }
      return state.turns
    }
    guard !turns.isEmpty else { return nil }
    let output = try OutputWriter(path: path)
    writer.withLock { $0 = output }
    let found = rows.find(
      turns.values.flatMap { ($0.held ?? []).filter { $0.reject.raw == nil }.map(\.reject.origin) })
    for (_, waiting) in turns.sorted(by: { $0.key < $1.key }) {
      for extent in waiting.lines { try output.write(try lines.block(extent)) }
      var held = waiting.held ?? []
      for index in held.indices where held[index].reject.raw == nil {
        held[index].reject.raw = found[RawRows.Key(held[index].reject.origin)]
      }
      try output.write(text(held, rows.files.all))
    }
    return try output.finish()
  }

  func publish() throws(Problem) { try writer.withLock { $0 }?.publish() }

  func discard() { writer.withLock { $0 }?.discard() }
}

extension Reject {
  /// The same with a copy of its bytes, so that it does not keep the chunk that it came with.
  var withOwnBytes: Reject {
    guard let raw else { return self }
    var copy = self
    let buffer = ByteBuffer(capacity: raw.slice.range.count)
    buffer.append(raw.slice, of: raw.buffer)
    copy.raw = (buffer, Slice(start: 0, length: buffer.count))
    return copy
  }
}
