import Bytes
import CommandKit
import Pipelines

/// `sluice-dev docs`: the generated pages, written or compared.
struct Docs {
  let isCheck: Bool

  func run() -> ExitCode {
    do throws(FileError) {
      guard try FileEntry.find("Package.swift") != nil else {
        StandardStream.error.say("sluice-dev docs: run it from the repository's root\n")
        return .usage
      }
      return isCheck ? try check() : try write()
    } catch {
      StandardStream.error.say("sluice-dev docs: \(error)\n")
      return .input
    }
  }

  private func check() throws(FileError) -> ExitCode {
    var stale: [String] = []
    for page in Reference.pages where try text(of: page.path) != page.text {
      stale.append(page.path)
    }
    stale += try leftOver()
    for path in stale { StandardStream.error.say("stale: \(path)\n") }
    if stale.isEmpty { return .clean }
    StandardStream.error.say("mend it with: \(Reference.command)\n")
    return .rowsRejected
  }

  private func write() throws(FileError) -> ExitCode {
    for page in Reference.pages where try text(of: page.path) != page.text {
      try Folder.make(Path.directory(of: page.path))
      let file = try AtomicFile(path: page.path, durability: .unsynced)
      try file.write(ByteBuffer(page.text))
      try file.publish()
      StandardStream.output.say("wrote \(page.path)\n")
    }
    for path in try leftOver() {
      StandardStream.error.say("no longer generated, remove it: \(path)\n")
    }
    return .clean
  }

  /// Pages of stages that are no more.
  private func leftOver() throws(FileError) -> [String] {
    let known = Set(Reference.pages.map(\.path))
    let folder = Reference.folder + "/stages"
    guard try FileEntry.find(folder) != nil else { return [] }
    return try Folder.files(in: folder, withExtension: "md").filter { !known.contains($0) }
  }

  private func text(of path: String) throws(FileError) -> String? {
    guard try FileEntry.find(path) != nil else { return nil }
    let buffer = ByteBuffer()
    let file = try InputFile(path: path)
    while try file.read(into: buffer, upTo: 64 << 10) > 0 {}
    return buffer.text
  }
}
