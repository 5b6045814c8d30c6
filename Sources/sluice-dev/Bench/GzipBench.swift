import Adapters
import Bytes

/// Inflating and deflating a gzip member: ISA-L beside zlib, each as the product calls it.
///
/// Both read the same file out of the page cache and check its CRC.
struct GzipBench {
  /// ISA-L deflates at levels 1 to 3, zlib at 4 to 9: the nearest that can be compared.
  private static let levels = (fast: 3, small: 4)
  private static let blockBytes = 512 * 1024

  func comparisons() throws(BenchError) -> [Comparison] {
    let content = ByteBuffer(capacity: 20 << 20)
    for chunk in CSVBench.chunks() {
      content.append(Slice(start: 0, length: chunk.count), of: chunk.buffer)
    }
    let path = Path.join(ScratchFile.defaultFolder, "sluice-bench.csv.gz")
    defer { try? Folder.removeFile(path) }
    let levels = GzipBench.levels
    let deflate = try Comparison.measured(
      "deflate: ISA-L, level \(levels.fast)", beside: "zlib, level \(levels.small)", content.count,
      .gigabytes, over: [content],
      kernel: { GzipBench.deflated($0, level: levels.fast) },
      twin: { GzipBench.deflated($0, level: levels.small) },
      isSame: { content, fast, small in
        [fast, small].allSatisfy { GzipBench.isGzip($0, of: content, path) }
      })
    try GzipBench.write(GzipBench.deflated(content, level: 6), path)
    let inflate = try Comparison.measured(
      "inflate: ISA-L", beside: "zlib", content.count, .gigabytes, over: [path],
      kernel: { (path) throws(BenchError) in try GzipBench.inflated(path, .fastest) },
      twin: { (path) throws(BenchError) in try GzipBench.inflated(path, .zlib) },
      isSame: { $1 == content.count && $2 == content.count })
    return [inflate, deflate]
  }

  private static func deflated(_ content: ByteBuffer, level: Int) -> ByteBuffer {
    let output = GzipOutput(level: level)
    let target = ByteBuffer(capacity: content.count)
    output.write(content, into: target)
    output.finish(into: target)
    return target
  }

  /// Goes through the file as a run does, a block at a time, and says how many bytes came.
  ///
  /// The CRC of the content is checked on the way.
  private static func inflated(
    _ path: String, _ engine: GzipInput.Engine, _ look: (ByteBuffer) -> Void = { _ in }
  ) throws(BenchError) -> Int {
    do throws(InputError) {
      let input = try GzipInput(path: path, engine: engine)
      let block = ByteBuffer(capacity: blockBytes)
      while try input.read(into: block, upTo: blockBytes) > 0 {
        look(block)
        block.removeAll()
      }
      return input.bytesRead
    } catch {
      throw BenchError(message: "\(error)")
    }
  }

  private static func write(_ bytes: ByteBuffer, _ path: String) throws(BenchError) {
    do throws(FileError) {
      let file = try AtomicFile(path: path, durability: .unsynced)
      try file.write(bytes)
      try file.publish()
    } catch {
      throw BenchError(message: "\(error)")
    }
  }

  /// Whether both libraries inflate the bytes to the content.
  private static func isGzip(_ bytes: ByteBuffer, of content: ByteBuffer, _ path: String) -> Bool {
    do throws(BenchError) {
      try write(bytes, path)
      for engine in GzipInput.Engine.allCases {
        let all = ByteBuffer(capacity: content.count)
        _ = try inflated(path, engine) { all.append(Slice(start: 0, length: $0.count), of: $0) }
        guard all.isSame(as: content) else { return false }
      }
      return true
    } catch {
      return false
    }
  }
}
