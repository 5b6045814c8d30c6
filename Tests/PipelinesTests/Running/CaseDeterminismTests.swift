import Formats
import Foundation
import Table
import Testing

@testable import Pipelines

/// Every case of Tests/Cases leaves the same files, or the same problem, however its pipelines are run.
@Suite struct CaseDeterminismTests {
  /// Cases whose pipelines read files only: a stream can be read once.
  static let cases: [String] = {
    let folder = DocumentFilesTests.root.appending(path: "Tests/Cases")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { name in
      let files = try? FileManager.default.contentsOfDirectory(
        atPath: folder.appending(path: name).path)
      let documents = (files ?? []).filter { $0.hasSuffix(".yaml") }
      return !documents.isEmpty
        && documents.allSatisfy { document in
          let text = try? String(
            contentsOf: folder.appending(path: "\(name)/\(document)"), encoding: .utf8)
          return !["\"-\"", ": -\n", "/dev/", "{ path: - "].contains { text?.contains($0) ?? true }
        }
    }.sorted()
  }()

  @Test func `Most cases are among them`() { #expect(Self.cases.count >= 40) }

  @Test(arguments: cases)
  func `A case is the same for all chunks, threads and memory`(name: String) throws {
    let scratch = try Scratch()
    let first = try run(name, RunSettings(), in: scratch)
    for chunkBytes in [1, 7, 64, 4096] {
      for (threads, memory) in [(1, 1 << 20), (3, 256 << 20)] {
        var settings = RunSettings()
        settings.reader.chunkBytes = chunkBytes
        settings.threads = threads
        settings.memory = memory
        let found = try run(name, settings, in: scratch)
        #expect(found == first, "\(name): chunks of \(chunkBytes), \(threads) threads")
      }
    }
  }

  /// What a run in a fresh copy of the case's folder leaves behind, with the problems that stopped it.
  ///
  /// The copy has the same path every time: rejects name their files, and manifests have the rejects' fingerprint.
  private func run(
    _ name: String, _ settings: RunSettings, in scratch: Scratch
  ) throws -> [String: Data] {
    let folder = scratch.folder.appending(path: "case")
    try? FileManager.default.removeItem(at: folder)
    try FileManager.default.copyItem(
      at: DocumentFilesTests.root.appending(path: "Tests/Cases/\(name)"), to: folder)
    var said = ""
    do throws(Problems) {
      let workspace = try Workspace(
        paths: [folder.path], variables: Variables(environment: { _ in nil }))
      do throws(Problem) { _ = try workspace.run(settings) } catch { throw Problems(error) }
    } catch { said = error.all.map(\.rendered).joined(separator: "\n") }
    var found = try left(by: folder)
    found["problems"] = Data(said.utf8)
    return found
  }

  private func left(by folder: URL) throws -> [String: Data] {
    var found: [String: Data] = [:]
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
    for name in names ?? [] {
      found[name] = try? Data(contentsOf: folder.appending(path: name))
    }
    return found
  }
}
