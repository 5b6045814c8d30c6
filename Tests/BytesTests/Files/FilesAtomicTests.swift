import Bytes
import Foundation
import Testing

@Suite struct FilesAtomicTests {
  @Test("the old content stays until the new one is published", arguments: [true, false])
  func publish(isSynced: Bool) throws {
    let place = try Workplace()
    try place.write(["out.csv": "old"])
    let file = try AtomicFile(
      path: place.path + "/out.csv", durability: isSynced ? .synced : .unsynced)
    try file.write(ByteBuffer("new "))
    try file.write(ByteBuffer("content"))
    #expect(try place.text("out.csv") == "old")
    #expect(file.bytesWritten == 11)
    try file.publish()
    #expect(try place.text("out.csv") == "new content")
    #expect(try place.names == ["out.csv"])
  }

  @Test("a large file has what was written, and keeps no space that was taken ahead")
  func large() throws {
    let place = try Workplace()
    let path = place.path + "/out.csv"
    let line = "thirty-two bytes to fill a file."
    let piece = ByteBuffer(String(repeating: line, count: 100_000))
    let file = try AtomicFile(path: path, durability: .unsynced)
    for _ in 0..<11 { try file.write(piece) }
    try file.publish()
    let expected = Data(String(repeating: line, count: 1_100_000).utf8)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == expected)
    var found = stat()
    #expect(unsafe stat(path, &found) == 0)
    #expect(Int(found.st_blocks) * 512 < expected.count + (1 << 20))
  }

  @Test("what is discarded or forgotten leaves no trace")
  func discard() throws {
    let place = try Workplace()
    try place.write(["out.csv": "old"])
    let file = try AtomicFile(path: place.path + "/out.csv")
    try file.write(ByteBuffer("new"))
    #expect(try place.names.count == 2)
    file.discard()
    #expect(try place.names == ["out.csv"])
    do {
      let forgotten = try AtomicFile(path: place.path + "/out.csv")
      try forgotten.write(ByteBuffer("new"))
    }
    #expect(try place.names == ["out.csv"])
    #expect(try place.text("out.csv") == "old")
  }

  @Test("what a killed process left is removed, what a living one writes is not")
  func stale() throws {
    let place = try Workplace()
    let others = [
      ".other.csv.sluice-123-abc.tmp", ".out.csv.sluice-x-abc.tmp", ".out.csv.sluice-123-abc",
    ]
    try place.write([".out.csv.sluice-123-abc.tmp": "half", "out.csv": "old"])
    // This process's own number, as in a container where every run has the same one.
    try place.write([".out.csv.sluice-\(getpid())-0z9.tmp": "half"])
    for name in others { try place.write([name: "not ours"]) }
    let first = try AtomicFile(path: place.path + "/out.csv")
    try first.write(ByteBuffer("first"))
    let second = try AtomicFile(path: place.path + "/out.csv")
    try second.write(ByteBuffer("second"))
    #expect(try place.names.count == others.count + 3)
    try second.publish()
    #expect(try place.text("out.csv") == "second")
    try first.publish()
    #expect(try place.text("out.csv") == "first")
    #expect(try place.names == (others + ["out.csv"]).sorted())
  }

  @Test("a link stays a link, and the file's rights stay what they were")
  func rights() throws {
    let place = try Workplace()
    try place.write(["real/out.csv": "old"])
    #expect(unsafe chmod(place.path + "/real/out.csv", 0o640) == 0)
    #expect(unsafe symlink("real/out.csv", place.path + "/latest.csv") == 0)
    let file = try AtomicFile(path: place.path + "/latest.csv")
    try file.write(ByteBuffer("new"))
    try file.publish()
    #expect(try place.text("real/out.csv") == "new")
    let manager = FileManager.default
    #expect(
      try manager.destinationOfSymbolicLink(atPath: place.path + "/latest.csv") == "real/out.csv")
    let found = try manager.attributesOfItem(atPath: place.path + "/real/out.csv")
    #expect(found[.posixPermissions] as? Int == 0o640)
  }

  @Test("a destination that cannot be made is refused before anything is written")
  func refusals() throws {
    let place = try Workplace()
    try place.write(["file": "", "folder/x": ""])
    for (path, kind, words) in [
      ("\(place.path)/none/out.csv", FileError.Kind.notFound, "No such file or directory"),
      ("\(place.path)/file/out.csv", .notFound, "Not a directory"),
      ("\(place.path)/folder", .isDirectory, "Is a directory"),
      ("\(place.path)/absent/", .isDirectory, "Is a directory"),
    ] {
      let error = try #require(throws: FileError.self) { _ = try AtomicFile(path: path) }
      #expect(error.kind == kind)
      #expect(error.path == path)
      #expect(error.description.hasSuffix(" \(path): \(words)"))
    }
    // Nobody may make files there, root included.
    let forbidden = try #require(throws: FileError.self) {
      _ = try AtomicFile(path: "/sys/kernel/sluice")
    }
    #expect(forbidden.kind == .permission)
    #expect(FileError(.create, path: "x", code: EACCES).kind == .permission)
    #expect(FileError(.create, path: "x", code: EROFS).kind == .permission)
  }

  @Test("a full disk and a reader that left are told apart")
  func failures() throws {
    let full = try AtomicFile(path: "/dev/full")
    let error = try #require(throws: FileError.self) { try full.write(ByteBuffer("x")) }
    #expect(error.kind == .noSpace)
    #expect(error.description == "cannot write /dev/full: No space left on device")

    signal(SIGPIPE, SIG_IGN)
    let place = try Workplace()
    let fifo = place.path + "/fifo"
    #expect(unsafe mkfifo(fifo, 0o600) == 0)
    let reader = unsafe open(fifo, O_RDONLY | O_NONBLOCK)
    let pipe = try AtomicFile(path: fifo)
    try pipe.write(ByteBuffer("seen"))
    close(reader)
    let broken = try #require(throws: FileError.self) { try pipe.write(ByteBuffer("unseen")) }
    #expect(broken.kind == .brokenPipe)
    #expect(try place.names == ["fifo"])
  }

  @Test("a publishing that fails leaves no hidden file behind")
  func renaming() throws {
    let place = try Workplace()
    do {
      let file = try AtomicFile(path: place.path + "/out")
      try place.write(["out/blocker": ""])
      let error = try #require(throws: FileError.self) { try file.publish() }
      #expect(error.kind == .isDirectory)
    }
    #expect(try place.names == ["out"])
  }

  @Test("a name of the greatest length can be written")
  func longName() throws {
    let place = try Workplace()
    let name = String(repeating: "ä", count: 127)
    let file = try AtomicFile(path: place.path + "/" + name)
    try file.write(ByteBuffer("x"))
    try file.publish()
    #expect(try place.text(name) == "x")
  }
}
