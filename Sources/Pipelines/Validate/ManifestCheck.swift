import Adapters
import Bytes
import CustomerIO
import Table

/// Holds a finished output against the manifest beside it: its bytes, their SHA-256, its rows.
enum ManifestCheck {
  private struct Promise {
    var bytes: Int?
    var rows: Int?
    var sha256: String?
  }

  /// - Returns: nothing where there is no manifest.
  static func notes(_ path: String, _ file: Int, rows: Int) throws(Problem) -> [Note] {
    guard !Path.isStandardStream(path), let promise = try promise(path + ".manifest.json") else {
      return []
    }
    let (bytes, sha256) = try fingerprint(path)
    var notes: [Note] = []
    func differs(_ message: String) {
      notes.append(
        Note(
          code: .problem(.manifestMismatch), severity: .error, file: file, message: message))
    }
    if let promised = promise.bytes, promised != bytes {
      differs("the manifest says \(promised) bytes; the file has \(bytes)")
    }
    if let promised = promise.sha256, promised != sha256 {
      differs("the file's SHA-256 is not the one in its manifest")
    }
    if let promised = promise.rows, promised != rows {
      differs("the manifest says \(promised) rows; the file has \(rows)")
    }
    return notes
  }

  private static func promise(_ path: String) throws(Problem) -> Promise? {
    do throws(FileError) {
      guard try FileEntry.find(path) != nil else { return nil }
      let file = try InputFile(path: path)
      let buffer = ByteBuffer(capacity: 64 * 1024)
      while buffer.count < 64 << 20, try file.read(into: buffer, upTo: 64 * 1024) > 0 {}
      guard jsonFault(buffer.bytes) == nil else { return nil }
      let whole = Slice(start: 0, length: buffer.count)
      let output = walkObjects([whole], in: buffer, JSONMembers(names: ["output"])).cells[0][0]
      guard output.isPresent else { return nil }
      let members = JSONMembers(names: ["bytes", "rows", "sha256"])
      let cells = walkObjects([output], in: buffer, members).cells
      guard cells[2][0].isPresent else { return nil }
      let sha256 = buffer.unescapeJSON(cells[2][0])
      return Promise(
        bytes: Int(buffer.text(cells[0][0])), rows: Int(buffer.text(cells[1][0])),
        sha256: buffer.text(sha256))
    } catch { throw Problem(reading: error) }
  }

  private static func fingerprint(_ path: String) throws(Problem) -> (bytes: Int, sha256: String) {
    do throws(FileError) {
      let file = try InputFile(path: path)
      let block = ByteBuffer(capacity: 256 * 1024)
      var digest = SHA256()
      var count = 0
      while true {
        block.removeAll()
        if try file.read(into: block, upTo: 256 * 1024) == 0 { return (count, digest.hex) }
        count += block.count
        digest.update(block.bytes)
      }
    } catch { throw Problem(reading: error) }
  }
}
