import Foundation
import Testing

/// A target imports only what stands on lower floors.
@Suite struct FloorTests {
  struct Target: Sendable {
    let name: String
    let dependencies: [String]
  }

  /// The floors of ARCHITECTURE.md; `Adapters` stands on `Bytes` within floor 1.
  static let floors: [String: Double] = [
    "CSluice": 0, "CZlib": 0, "CISAL": 0, "CYAML": 0, "CCrypto": 0,
    "Bytes": 1, "CommandKit": 1, "Adapters": 1.5,
    "Table": 2,
    "Formats": 3, "Expressions": 3, "CustomerIO": 3,
    "StageKit": 4, "Stages": 5, "Delivery": 6, "Pipelines": 7, "Engines": 8,
    "sluice": 9, "sluice-dev": 9,
  ]

  /// The targets under `Sources/` as Package.swift declares them, in its order.
  static let targets: [Target] = {
    guard let text = try? Repository.text("Package.swift") else { return [] }
    let declaration = /\.(?:executableTarget|target|systemLibrary)\(\s*name: "([^"]+)"/
    let starts = text.matches(of: declaration)
    return starts.enumerated().compactMap { index, match in
      let end = index + 1 < starts.count ? starts[index + 1].range.lowerBound : text.endIndex
      let body = text[match.range.upperBound..<end]
      guard !body.contains("path: \"Tests/") else { return nil }
      let list = body.firstMatch(of: /dependencies: \[([^\]]*)\]/)?.1 ?? ""
      return Target(
        name: String(match.1), dependencies: list.matches(of: /"([^"]+)"/).map { String($0.1) })
    }
  }()

  @Test func `Package.swift declares the targets that stand in Sources`() throws {
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: Repository.root.appending(path: "Sources").path)
    #expect(Set(folders.filter { !$0.hasPrefix(".") }) == Set(Self.targets.map(\.name)))
    #expect(Self.targets.allSatisfy { Self.floors[$0.name] != nil })
  }

  @Test func `A target depends only on targets of lower floors, declared above it`() {
    var above: Set<String> = []
    for target in Self.targets {
      for dependency in target.dependencies {
        #expect(
          above.contains(dependency),
          "\(target.name) depends on \(dependency), which stands below it in Package.swift")
        #expect(
          Self.floors[dependency] ?? 0 < Self.floors[target.name] ?? 0,
          "\(target.name) depends on \(dependency), which is not on a lower floor")
      }
      above.insert(target.name)
    }
  }

  @Test func `A file imports only what its target declares`() {
    let declared = Dictionary(
      uniqueKeysWithValues: Self.targets.map { ($0.name, Set($0.dependencies)) })
    for file in Repository.sources {
      for line in file.lines where line.contains("import ") {
        guard
          let match = line.code.firstMatch(of: /^\s*(?:@\w+\s+)?(?:public )?import (?:\w+ )?(\w+)/)
        else { continue }
        let module = String(match.1)
        guard Self.floors[module] != nil else { continue }
        #expect(
          declared[file.target]?.contains(module) == true,
          "\(file.path) imports \(module), which is no dependency of \(file.target)")
      }
    }
  }
}
