import Formats
import StageKit
import Stages
import Table
import Testing

@testable import Pipelines

/// What the reference shows of a stage is what a pipeline with that stage does, however it is run.
@Suite struct ExampleTests {
  static let examples = Catalog.stages.flatMap(\.examples)

  @Test func `Every stage has an example, and every example has rows`() {
    for stage in Catalog.stages { #expect(!stage.examples.isEmpty, "\(stage.name)") }
    for example in Self.examples {
      #expect(
        example.given[0].csv.split(separator: "\n").count > 1,
        sourceLocation: ExamplePipeline(example).location)
    }
  }

  @Test(arguments: examples)
  func `An example gives what it says`(example: Example) throws {
    let pipeline = ExamplePipeline(example)
    try check(pipeline, RunSettings())
  }

  @Test(arguments: examples)
  func `Chunks, threads and memory change nothing`(example: Example) throws {
    let pipeline = ExamplePipeline(example)
    for chunkBytes in [1, 7, 64, ReaderSettings().chunkBytes] {
      for (threads, memory) in [(1, 1 << 20), (2, 256 << 20), (4, 1 << 20)] {
        var settings = RunSettings()
        settings.reader.chunkBytes = chunkBytes
        settings.threads = threads
        settings.memory = memory
        try check(pipeline, settings)
      }
    }
  }

  @Test(arguments: examples, [false, true])
  func `Line ends change nothing`(example: Example, hasFinalNewline: Bool) throws {
    var pipeline = ExamplePipeline(example)
    for chunkBytes in [1, 64] {
      var settings = RunSettings()
      settings.reader.chunkBytes = chunkBytes
      for lineEnd in ["\n", "\r\n"] {
        pipeline.texts = Dictionary(
          uniqueKeysWithValues: example.given.map { given in
            var csv = given.csv
            if !hasFinalNewline, csv.hasSuffix("\n") { csv.removeLast() }
            return (
              given.input + ".csv",
              csv.split(separator: "\n", omittingEmptySubsequences: false)
                .joined(separator: lineEnd)
            )
          })
        try check(pipeline, settings)
      }
    }
  }

  @Test(arguments: examples)
  func `An input without rows gives a header alone`(example: Example) throws {
    var pipeline = ExamplePipeline(example)
    pipeline.texts["rows.csv"] = example.given[0].csv.prefix { $0 != "\n" } + "\n"
    let printed = try pipeline.run()
    #expect(printed == pipeline.header, sourceLocation: pipeline.location)
  }

  private func check(_ pipeline: ExamplePipeline, _ settings: RunSettings) throws {
    let printed: String
    do { printed = try pipeline.run(settings) } catch {
      Issue.record(error, sourceLocation: pipeline.location)
      return
    }
    #expect(
      printed == pipeline.example.expect,
      """
      chunks of \(settings.reader.chunkBytes), \(settings.threads) threads, \
      \(settings.memory) bytes of memory
      """,
      sourceLocation: pipeline.location)
  }
}
