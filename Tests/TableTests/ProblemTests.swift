import Table
import Testing

@Suite("Problems as people read them")
struct ProblemTests {
  @Test("a problem says what, where and how to mend it")
  func rendered() {
    let problem = Problem(
      .csvUnclosedQuote, "quote opened here is never closed",
      at: Place(file: "orders.csv.gz", line: 1204, column: 15, record: 1203, field: "note"),
      excerpt: "88,2024-01-31,\"late delivery", hint: "set `quote: none`")
    #expect(
      problem.rendered == """
        error CSV104: quote opened here is never closed
          orders.csv.gz:1204:15  record 1203, column "note"
          1204 | 88,2024-01-31,"late delivery
               |               ^
          hint: set `quote: none`
        """)
    #expect(Problem(.diskFull, "no space").rendered(as: "warning") == "warning OUT802: no space")
    #expect(Place(file: "f", offset: 12).rendered == "f  byte 12")
  }

  @Test("no two problems share a code")
  func codes() {
    let codes = ProblemCode.allCases.map(\.rawValue)
    #expect(Set(codes).count == codes.count)
    #expect(codes.allSatisfy { $0.wholeMatch(of: /[A-Z]{3}[0-9]{3}/) != nil })
  }

  @Test("a misspelt name brings up the one that was meant, or all when they are few")
  func suggestions() {
    let names = ["email", "entity_id", "_updated_at"]
    #expect(Suggestion.nearest(to: "emial", among: names) == "email")
    #expect(Suggestion.nearest(to: "ENTITY_ID", among: names) == "entity_id")
    #expect(Suggestion.nearest(to: "updated_at", among: names) == "_updated_at")
    #expect(Suggestion.nearest(to: "telephone", among: names) == nil)
    #expect(
      Suggestion.hint(for: "telephone", among: names)
        == "choose one of: email, entity_id, _updated_at")
    #expect(Suggestion.hint(for: "x", among: []) == nil)
  }
}
