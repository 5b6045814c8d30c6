import Expressions
import Testing

/// What the reference page says of a function is so.
@Suite struct FunctionExampleTests {
  static let examples = FunctionCatalog.functions.flatMap { function in
    function.examples.map { (function: function.name, expression: $0.expression, value: $0.value) }
  }

  @Test(arguments: examples.indices)
  func `An example gives the value beside it`(_ index: Int) throws {
    let example = Self.examples[index]
    #expect(
      try Rows.none.text(example.expression) == example.value,
      "\(example.function): \(example.expression)")
  }

  @Test func `Every function is described and shown`() {
    for function in FunctionCatalog.functions {
      #expect(function.signature.hasPrefix(function.name + "("), "\(function.name)")
      #expect(function.summary.hasSuffix("."), "\(function.name)")
      #expect(!function.examples.isEmpty, "\(function.name)")
      #expect(
        function.examples.contains { $0.expression.contains(function.name + "(") },
        "\(function.name) is in none of its examples")
    }
    #expect(Set(FunctionCatalog.functions.map(\.name)).count == FunctionCatalog.functions.count)
  }

  @Test func `The functions that the pipelines need are there`() {
    let wanted = """
      lower upper trim ltrim rtrim strip length substr replace split_part concat concat_ws coalesce \
      nullif ifnull greatest least abs round floor ceil starts_with ends_with contains md5 sha1 \
      sha256 to_timestamp to_date to_unix from_unix nexus_id
      """
    let names = Set(FunctionCatalog.functions.map(\.name))
    for name in wanted.split(separator: " ") { #expect(names.contains(String(name)), "\(name)") }
  }

  @Test(arguments: FunctionCatalog.functions.map(\.name))
  func `A wrong number of arguments shows how the function is called`(_ name: String) throws {
    let function = try #require(FunctionCatalog.functions.first { $0.name == name })
    let mistakes = Rows.none.mistakes("\(name)()")
    #expect(mistakes.count == 1)
    #expect(mistakes.first?.contains("EXP303") == true)
    #expect(mistakes.first?.contains("hint: \(function.signature)") == true)
  }
}
