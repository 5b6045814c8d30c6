import Foundation
import Testing

/// The cases of Tests/Cases, one folder each.
///
/// `SLUICE_RECORD=1 swift test --filter CaseTests` writes every `expected` anew; read the diff.
@Suite struct CaseTests {
  static let isRecording = ProcessInfo.processInfo.environment["SLUICE_RECORD"] != nil

  @Test func `There are cases, and each has a command`() throws {
    #expect(CaseFolder.all.count >= 30)
    for folder in CaseFolder.all { #expect(try !folder.command().isEmpty) }
  }

  @Test(arguments: CaseFolder.all)
  func `A whole run leaves what is expected`(folder: CaseFolder) throws {
    let found = try folder.perform()
    if Self.isRecording {
      try Data(found.utf8).write(to: folder.expectedFile)
      return
    }
    let expected = try? String(contentsOf: folder.expectedFile, encoding: .utf8)
    #expect(
      found == expected,
      "Tests/Cases/\(folder.name): SLUICE_RECORD=1 swift test --filter CaseTests records anew")
  }
}
