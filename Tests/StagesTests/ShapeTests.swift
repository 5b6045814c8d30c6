import StageKit
import Stages
import Table
import Testing

/// select, drop and rename.
@Suite struct ShapeTests {
  let rows = Rows("id,a_1,a_2,note\n1,x,y,n\n2,,\"\",m\n", batchRows: 1)

  @Test func `select takes names and patterns in the order they are written`() throws {
    let trial = try Trial("select", ["note", "a_*"], rows)
    #expect(trial.csv == "note,a_1,a_2\nn,x,y\nm,,\"\"\n")
  }

  @Test func `a pattern in select leaves out what is chosen already`() throws {
    let trial = try Trial("select", ["a_2", "*"], rows)
    #expect(trial.schema.names == ["a_2", "id", "a_1", "note"])
  }

  @Test func `select of an expression adds a column under its name`() throws {
    let trial = try Trial("select", ["id", ["loud": "upper(a_1)"]], rows)
    #expect(trial.csv == "id,loud\n1,X\n2,\n")
  }

  @Test func `select refuses a name that is chosen twice, and says every mistake at once`() {
    let found = mistakes("select", ["id", "id", "nome", "b_*"], columns("id", "name"))
    #expect(found.map(\.code) == [.nameClash, .unknownColumn, .unknownColumn])
    #expect(found[1].hint == "did you mean `name`?")
    #expect(found.map { $0.place?.line } == [3, 4, 5])
  }

  @Test func `select asks for a name when it finds a bare expression`() {
    let found = mistakes("select", ["lower(email)"], columns("email"))
    #expect(found.first?.hint == "an expression needs a name: { name: lower(email) }")
  }

  @Test func `drop takes names and patterns away`() throws {
    let trial = try Trial("drop", ["note", "a_?"], rows)
    #expect(trial.csv == "id\n1\n2\n")
  }

  @Test func `drop takes a single name without a list`() throws {
    #expect(try Trial("drop", "note", rows).schema.names == ["id", "a_1", "a_2"])
  }

  @Test func `drop refuses names and patterns that no column has, and to drop everything`() {
    let found = mistakes("drop", ["nots", "b_*"], columns("id", "note"))
    #expect(found.map(\.message) == ["there is no column `nots`", "no column matches `b_*`"])
    #expect(found[0].hint == "did you mean `note`?")
    #expect(mistakes("drop", ["*"], columns("id")).map(\.code) == [.wrongShape])
  }

  @Test func `rename keeps places and lets two columns swap names`() throws {
    let trial = try Trial("rename", ["a_1": "a_2", "a_2": "a_1", "note": "n"], rows)
    #expect(trial.csv == "id,a_2,a_1,n\n1,x,y,n\n2,,\"\",m\n")
  }

  @Test func `rename refuses clashes, unknown columns and empty names`() {
    let clash = mistakes("rename", ["a": "b"], columns("a", "b"))
    #expect(clash.map(\.code) == [.nameClash])
    #expect(clash.first?.message == "renaming `a` would make a second column `b`")
    let both = mistakes("rename", ["a": "c", "b": "c"], columns("a", "b"))
    #expect(both.map(\.code) == [.nameClash, .nameClash])
    #expect(mistakes("rename", ["x": "y"], columns("a", "b")).map(\.code) == [.unknownColumn])
    let empty = mistakes("rename", ["a": .scalar("", isQuoted: true)], columns("a", "b"))
    #expect(empty.map(\.code) == [.badValue])
  }

  @Test func `pruned columns stay pruned`() throws {
    let trial = try Trial("drop", ["note"], rows)
    #expect(trial.stages[0].needs([1]) == [1])
    let swapped = try Trial("select", ["note", "id"], rows)
    #expect(swapped.stages[0].needs([0]) == [3])
  }
}
