import Bytes
import Foundation
import Testing

@Suite struct FilesReadingTests {
  @Test("a file is read in pieces of at most the limit, and knows its size")
  func reading() throws {
    let place = try Workplace()
    try place.write(["in": "0123456789"])
    let file = try InputFile(path: place.path + "/in")
    #expect(file.size == 10)
    let buffer = ByteBuffer()
    var pieces: [Int] = []
    while case let got = try file.read(into: buffer, upTo: 4), got > 0 { pieces.append(got) }
    #expect(pieces == [4, 4, 2])
    #expect(buffer.text == "0123456789")
  }

  @Test("a folder and a missing file are refused at opening")
  func refusals() throws {
    let place = try Workplace()
    let folder = try #require(throws: FileError.self) { _ = try InputFile(path: place.path) }
    #expect(folder.kind == .isDirectory)
    let none = try #require(throws: FileError.self) { _ = try InputFile(path: place.path + "/x") }
    #expect(none.description == "cannot open \(place.path)/x: No such file or directory")
  }

  @Test("what was appended to a scratch file can be read from any place, and has no name")
  func scratch() throws {
    let place = try Workplace()
    let file = try ScratchFile(in: place.path)
    #expect(try place.names == [])
    try file.append(ByteBuffer("hello "))
    try file.append(ByteBuffer("world"))
    let buffer = ByteBuffer(">")
    #expect(try file.read(at: 4, count: 3, into: buffer) == 3)
    #expect(try file.read(at: 9, count: 100, into: buffer) == 2)
    #expect(try file.read(at: 50, count: 1, into: buffer) == 0)
    #expect(buffer.text == ">o wld")
    let error = try #require(throws: FileError.self) { _ = try ScratchFile(in: place.path + "/x") }
    #expect(error.kind == .notFound)
  }

  @Test("paths are joined and taken apart as the shell does")
  func paths() {
    for (base, relative, joined) in [
      ("a/b", "c", "a/b/c"), ("a/", "c", "a/c"), ("a", "/c", "/c"), (".", "c", "c"), ("", "c", "c"),
      ("/", "c", "/c"), ("a", "", "a"), ("a", "../c", "a/../c"),
    ] {
      #expect(Path.join(base, relative) == joined)
    }
    for (path, folder, name) in [
      ("a/b/c.csv", "a/b", "c.csv"), ("c.csv", ".", "c.csv"), ("/c", "/", "c"), ("a/", "a", ""),
    ] {
      #expect(Path.directory(of: path) == folder)
      #expect(Path.name(of: path) == name)
    }
  }

  @Test("folders are made with those above them, and listed in byte order")
  func folders() throws {
    let place = try Workplace()
    try Folder.make(place.path + "/a/b/c")
    try Folder.make(place.path + "/a/b/c/")
    #expect(try FileEntry(path: place.path + "/a/b/c").kind == .folder)
    try place.write(["file": "12345", "z.yaml": "", "Y.yaml": "", "x.yml": "", ".h.yaml": ""])
    try place.write(["folder.yaml/x": ""])
    #expect(
      try Folder.files(in: place.path, withExtension: "yaml").map(Path.name) == [
        "Y.yaml", "z.yaml",
      ])
    #expect(
      try Folder.names(in: place.path)
        == [".h.yaml", "Y.yaml", "a", "file", "folder.yaml", "x.yml", "z.yaml"])
    for path in ["/file", "/file/sub"] {
      #expect(throws: FileError.self) { try Folder.make(place.path + path) }
    }
    let entry = try FileEntry(path: place.path + "/file")
    #expect((entry.size, entry.kind == .file) == (5, true))
    #expect(abs(Double(entry.modified) / 1e9 - Date().timeIntervalSince1970) < 60)
    #expect(try FileEntry.find(place.path + "/none") == nil)
    let same = try FileEntry(path: place.path + "/a/../file").identity
    #expect(same == entry.identity)
  }
}
