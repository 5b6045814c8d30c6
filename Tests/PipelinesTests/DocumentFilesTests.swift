import Foundation
import StageKit
import Table
import Testing

@testable import Pipelines

@Suite struct DocumentFilesTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Every pipeline that the repository shows, as paths from its root.
  static let pipelines: [String] = ["pipelines", "pipelines/reverse_etl"].flatMap { folder in
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: root.appending(path: folder).path)
    return (names ?? []).filter { $0.hasSuffix(".yaml") }.map { folder + "/" + $0 }
  }

  @Test func `The repository has pipelines to read`() {
    #expect(Self.pipelines.count >= 8)
  }

  @Test(arguments: pipelines)
  func `Every pipeline of the repository is read without a problem`(path: String) throws {
    let full = Self.root.appending(path: path).path
    let read = try PipelineDocument.load(path: full)
    #expect(read.file == full)
    #expect(read.name == URL(filePath: path).deletingPathExtension().lastPathComponent)
    #expect(!read.stages.isEmpty)
  }

  @Test func `A pipeline that is not there says so, with its path`() {
    let found = problems { () throws(Problems) in
      _ = try PipelineDocument.load(path: "no/such.yaml")
    }
    #expect(found.map(\.code) == [.documentUnreadable])
    #expect(found[0].message == "cannot open no/such.yaml: No such file or directory")
  }

  @Test func `A file that is not text is refused`() throws {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "sluice-\(UUID().uuidString).yaml").path
    try Data([0x61, 0x3a, 0x20, 0xff, 0xfe]).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let found = problems { () throws(Problems) in _ = try PipelineDocument.load(path: path) }
    #expect(found.map(\.code) == [.documentUnreadable])
  }

  @Test func `A folder stands for the pipelines right in it, in byte order`() throws {
    let folder = Self.root.appending(path: "pipelines").path
    let names = try PipelineDocument.files(at: folder).map { URL(filePath: $0).lastPathComponent }
    #expect(
      names == [
        "customer_io_events.yaml", "customer_io_location_relationships.yaml",
        "customer_io_locations.yaml", "customer_io_persons.yaml",
      ])
    #expect(try PipelineDocument.files(at: "no/such.yaml") == ["no/such.yaml"])
  }

  @Test func `A folder without pipelines is a problem, not an empty run`() {
    let folder = Self.root.appending(path: "Sources/Table").path
    let found = problems { () throws(Problems) in _ = try PipelineDocument.files(at: folder) }
    #expect(found.map(\.code) == [.documentUnreadable])
  }
}
