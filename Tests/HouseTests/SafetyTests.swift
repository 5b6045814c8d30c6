import Testing

/// Where unsafe code and the system's library may stand.
@Suite struct SafetyTests {
  /// Spans over memory that these own; everything above sees spans only.
  static let unsafeTargets: Set = ["Bytes", "Adapters"]
  /// Those two, and those that speak to terminals and signals.
  static let systemTargets: Set = ["Bytes", "Adapters", "CommandKit", "sluice", "sluice-dev"]
  /// The one place of CommandKit where the system's calls are wrapped.
  static let systemCalls: Set = [
    "Sources/CommandKit/Terminal/SystemCall.swift", "Sources/CommandKit/Terminal/Signals.swift",
  ]

  @Test func `There are sources to look at`() {
    #expect(Repository.sources.count > 50)
  }

  @Test func `No source imports Foundation`() {
    for file in Repository.sources {
      #expect(
        !file.lines.contains { $0.code.contains("import Foundation") },
        "\(file.path) imports Foundation, which costs 5 ms at every start")
    }
  }

  @Test func `The system's library is imported on the lowest floor and by the commands only`() {
    for file in Repository.sources where !Self.systemTargets.contains(file.target) {
      #expect(
        !file.lines.contains { $0.code.contains(/import (Glibc|Musl|Darwin)\b/) },
        "\(file.path) imports the system's library; ask Bytes, Adapters or CommandKit instead")
    }
  }

  @Test func `Unsafe code stands in Bytes and Adapters only`() {
    for file in Repository.sources
    where !Self.unsafeTargets.contains(file.target) && !Self.systemCalls.contains(file.path) {
      for (index, line) in file.lines.enumerated() {
        guard ["unsafe", "Unsafe", "unchecked"].contains(where: { line.contains($0) })
        else { continue }
        #expect(
          !line.code.contains(/\bunsafe\b|@unchecked\s+Sendable|Unsafe\w*Pointer/),
          "\(file.path):\(index + 1) has unsafe code outside of Bytes and Adapters")
      }
    }
  }

  @Test func `Every target checks memory safety strictly and lets no warning through`() throws {
    let package = try Repository.text("Package.swift")
    #expect(package.contains(".strictMemorySafety(), .treatAllWarnings(as: .error)"))
    let declared = package.matches(of: /\.(executableTarget|testTarget|target)\(/).count
    let checked = package.matches(of: /swiftSettings: (house|unsafeFloor)/).count
    // CSluice is C.
    #expect(checked == declared - 1)
  }
}
