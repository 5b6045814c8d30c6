import Bytes
import Foundation
import StageKit
import TestKit
import Testing

@Suite struct SpillFileTests {
  @Test("blocks taken out in any order are whole, and the disk has their space back")
  func taking() throws {
    var random = Seeded(for: "blocks taken out of a spill file")
    let folder = FileManager.default.temporaryDirectory.path + "/sluice-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let spill = SpillFile(folder: folder, memory: 300_000)
    var blocks: [(extent: SpillFile.Extent, text: String)] = []
    for number in 0..<60 {
      let letter = String(UnicodeScalar(UInt8(65 + number)))
      let text = String(repeating: letter, count: random.int(0...600_000))
      blocks.append((try spill.append(ByteBuffer(text)), text))
    }
    let before = try allocated(in: folder)
    for block in blocks.shuffled(using: &random) {
      let isWhole = try spill.take(block.extent).text == block.text
      #expect(isWhole)
    }
    // All but the last region, which is not full.
    #expect(try before > 8 << 20 && allocated(in: folder) <= 4 << 20)
  }

  /// What this process's files without a name take in a folder.
  private func allocated(in folder: String) throws -> Int {
    let open = "/proc/self/fd"
    return try FileManager.default.contentsOfDirectory(atPath: open).reduce(0) { sum, name in
      let path = "\(open)/\(name)"
      guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path),
        target.hasPrefix(folder)
      else { return sum }
      var found = stat()
      return unsafe stat(path, &found) == 0 ? sum + Int(found.st_blocks) * 512 : sum
    }
  }
}
