import StageKit
import Stages
import Table
import Testing

/// derive and cast.
@Suite struct DeriveTests {
  @Test func `later entries see earlier ones, replaced columns keep their places`() throws {
    let rows = Rows("a,b\n x ,1\n,2\n", batchRows: 1)
    let trial = try Trial("derive", ["a": "trim(a)", "c": "a || b", "b": "c || a"], rows)
    #expect(trial.csv == "a,b,c\nx,x1x,x1\n,,\n")
  }

  @Test func `a row that cannot be computed is rejected and the others keep their values`() throws {
    let rows = Rows("n\n4\n0\n2\n", types: ["n": .integer])
    let trial = try Trial("derive", ["half": "8 / n", "again": "half || '!'"], rows)
    #expect(trial.cells.map { $0[0].written } == ["4", "2"])
    #expect(trial.cells.map { $0[2].written.last } == ["!", "!"])
    #expect(trial.rejects.map(\.code) == ["STG601"])
  }

  @Test func `what nobody asks for is not computed`() throws {
    let rows = Rows("a,b\n1,2\n")
    let stage = try Trial("derive", ["c": "a || b", "d": "upper(c)", "a": "b"], rows).stages[0]
    #expect(stage.needs([3]) == [0, 1])
    #expect(stage.needs([0]) == [1])
    #expect(stage.needs([1]) == [1])
  }

  @Test func `each mistake is said once, whatever builds on it`() {
    let options: Doc = ["x": "upper(nmae)", "y": "x || 'a'", "z": "y || foo"]
    let found = mistakes("derive", options, columns("name"))
    #expect(found.map(\.code) == [.unknownColumn])
    #expect(found.first?.hint == "did you mean `name`?")
  }

  @Test func `cast gives types by name and pattern, the first match wins`() throws {
    let rows = Rows("n_a,n_b,t\n1,2.5,true\n,,\n")
    let trial = try Trial("cast", ["n_a": "integer", "n_*": "decimal", "t": "boolean"], rows)
    #expect(trial.schema.fields.map(\.type) == [.integer, .decimal, .boolean])
    #expect(trial.csv == "n_a,n_b,t\n1,2.5,true\n,,\n")
  }

  @Test func `what does not fit rejects its row, or becomes null when told to`() throws {
    let rows = Rows("id,n\n1,5\n2,five\n3,\n")
    let strict = try Trial("cast", ["n": "integer"], rows)
    #expect(strict.csv == "id,n\n1,5\n3,\n")
    #expect(strict.rejects.map(\.code) == ["TYP501"])
    #expect(strict.rejects.first?.field == "n")
    let lax = try Trial("cast", ["n": "integer", "on_error": "null"], rows)
    #expect(lax.csv == "id,n\n1,5\n2,\n3,\n")
  }

  @Test func `cast refuses unknown columns and types`() {
    let found = mistakes("cast", ["n": "number", "m": "integer"], columns("n"))
    #expect(found.map(\.code) == [.badChoice])
    #expect(mistakes("cast", ["m": "integer"], columns("n")).map(\.code) == [.unknownColumn])
  }
}
