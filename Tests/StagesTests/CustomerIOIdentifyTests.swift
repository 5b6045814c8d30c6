import StageKit
import Stages
import Table
import Testing

@Suite struct CustomerIOIdentifyTests {
  static let header =
    "entity_id,entity_type,user_id,anon,email,name,_processed_at,traits_entity_id,_updated_at,_created_at"

  let rows = Rows(
    """
    \(header)
    e1,person,1,,ann@x.io,Ann,p,t,2024-01-01,2023-01-01
    e2,person,2,, Ann@X.io,Anne,p,t,2024-02-01,2023-01-02
    e3,person,3,,ANN@x.io,Anna,p,t,,2023-01-03
    e4,group,4,,g@x.io,G,p,t,2024-03-01,2023-01-04
    e5,person,,a5,b@x.io,Bob,p,t,2024-03-01,2023-01-05
    e6,person,6,,,Cem,p,t,2024-03-02,2023-01-06
    e7,person,7,,,Dee,p,t,2024-03-01,2023-01-07

    """, types: ["_updated_at": .timestamp, "_created_at": .date], batchRows: 2)

  private func run(_ parameters: Doc, _ others: [String: Rows] = [:]) throws -> Trial {
    try Trial(
      "recipe", ["name": "customer_io_identify", "with": parameters], rows, others: others)
  }

  private func problems(_ parameters: Doc, _ names: [String]) -> [Problem] {
    mistakes(
      "recipe", ["name": "customer_io_identify", "with": parameters],
      names.map { Schema.Field($0, .string) })
  }

  @Test func `it leaves the macro's columns with the macro's defaults`() throws {
    let trial = try Trial("recipe", ["name": "customer_io_identify"], rows)
    #expect(
      trial.schema.names == [
        "userId", "timestamp", "anon", "email", "name", "_updated_at", "created_at",
      ])
    #expect(trial.cells.map { $0[0].written } == ["2", "6", "7"])
    #expect(trial.schema.fields.last?.type == .timestamp)
    #expect(trial.cells[0].last?.written == "2023-01-02T00:00:00.000Z")
    #expect(trial.counts.filtered == 2)
    #expect(trial.counts.deduplicated == 2)
    #expect(trial.counts.nullKeys == 2)
  }

  @Test func `null keys collapse as in the macro's SQL when told to`() throws {
    let trial = try run(["null_keys": "collapse"])
    #expect(trial.cells.map { $0[0].written } == ["2", "6"])
  }

  @Test func `an anonymous id may stand in for the user's`() throws {
    let trial = try run(["anonymous_id_column": "anon"])
    #expect(trial.schema.names.prefix(3) == ["userId", "anonymousId", "timestamp"])
    #expect(trial.cells.map { $0[1].written } == ["", "a5", "", ""])
  }

  @Test func `a filter with an OR cannot let other entities in`() throws {
    let trial = try run(["filters": ["name = 'Anne' OR name = 'G'"]])
    #expect(trial.cells.map { $0[0].written } == ["2"])
  }

  @Test func `a filter may ask another input`() throws {
    let paying = Rows("entity_id,state\ne1,active\ne6,active\ne7,lead\n")
    let filter: Doc = "entity_id IN (SELECT entity_id FROM paying WHERE state <> 'lead')"
    let trial = try run(["filters": [filter]], ["paying": paying])
    #expect(trial.cells.map { $0[0].written } == ["1", "6"])
  }

  @Test func `the column that identifies is no trait, and the value is not normalised`() throws {
    let trial = try run(["user_id_column": "email"])
    #expect(!trial.schema.names.contains("email"))
    #expect(trial.cells.map { $0[0].written } == [" Ann@X.io", "b@x.io"])
  }

  @Test func `traits are ignored by name and pattern, and renamed over the defaults`() throws {
    let trial = try run([
      "ignore_traits": ["an*", "email"], "rename_traits": ["_created_at": "_created_at"],
    ])
    #expect(
      trial.schema.names == ["userId", "timestamp", "name", "_updated_at", "_created_at"])
  }

  @Test func `names in capitals, as Snowflake unloads them, are the macro's lower case`() throws {
    let upper = Rows(
      "ENTITY_ID,ENTITY_TYPE,USER_ID,EMAIL,firstName,_UPDATED_AT\ne1,person,1,a@x.io,Ann,2024\n")
    let trial = try Trial("recipe", ["name": "customer_io_identify"], upper)
    #expect(trial.schema.names == ["userId", "timestamp", "email", "firstName", "_updated_at"])
  }

  @Test func `rows of NDJSON, whose values are JSON, give the same`() throws {
    let names = ["entity_type", "user_id", "email", "plan", "_updated_at"]
    let json = Rows(
      names.joined(separator: ",") + "\n"
        + "\"person\",1,\"ann@x.io\",\"free\",\"2024-01-01\"\n"
        + "\"person\",2,\" Ann@X.io\",\"pro\",\"2024-02-01\"\n"
        + "\"group\",3,\"g@x.io\",\"pro\",\"2024-02-01\"\n",
      types: Dictionary(uniqueKeysWithValues: names.map { ($0, .json) }))
    let trial = try Trial(
      "recipe",
      ["name": "customer_io_identify", "with": ["filters": ["plan <> 'lead'"]]], json)
    #expect(trial.cells.map { $0[0].written } == ["2"])
    #expect(trial.cells[0][2].written == "\" Ann@X.io\"")
  }

  @Test func `the latest wins by time, however times are spelled, and by text where there is none`()
    throws
  {
    let header = "entity_type,user_id,email,_updated_at\n"
    let times = Rows(
      header + "person,1,a@x.io,2024-02-01T00:00:00Z\nperson,2,a@x.io,2024-02-01 05:00:00\n")
    let byTime = try Trial("recipe", ["name": "customer_io_identify"], times)
    #expect(byTime.cells.map { $0[0].written } == ["2"])
    let texts = Rows(header + "person,1,a@x.io,v1\nperson,2,a@x.io,v2\nperson,3,a@x.io,\n")
    let byText = try Trial("recipe", ["name": "customer_io_identify"], texts)
    #expect(byText.cells.map { $0[0].written } == ["2"])
    let ties = Rows(
      header + "person,1,a@x.io,2024-02-01 05:00:00\nperson,2,a@x.io,2024-02-01T05:00:00Z\n")
    let first = try Trial("recipe", ["name": "customer_io_identify"], ties)
    #expect(first.cells.map { $0[0].written } == ["1"])
  }

  @Test func `two traits of one name are a mistake, the default rename included`() {
    let names = ["entity_type", "user_id", "email", "created_at", "_created_at", "_updated_at"]
    let clash = problems([:], names)
    #expect(clash.map(\.code) == [.nameClash])
    #expect(clash.first?.message == "`_created_at` and `created_at` would both become `created_at`")
    #expect(problems(["ignore_traits": ["created_at"]], names).isEmpty)
    let own = problems(["rename_traits": ["email": "userId", "_created_at": "made"]], names)
    #expect(own.map(\.code) == [.nameClash])
  }

  @Test func `columns that are not there are mistakes with suggestions, all at once`() {
    let found = problems(
      ["dedupe_column": "e_mail", "ignore_traits": ["nmae"], "rename_traits": ["plann": "x"]],
      ["entity_type", "user_id", "email", "name", "plan", "_updated_at"])
    #expect(found.map(\.code) == [.unknownColumn, .unknownColumn, .unknownColumn])
    #expect(
      found.map(\.hint) == [
        "did you mean `email`?", "did you mean `name`?", "did you mean `plan`?",
      ])
    #expect(problems([:], ["email"]).count == 3)
  }

  @Test func `what is no trait cannot be renamed`() {
    let names = ["entity_id", "entity_type", "user_id", "email", "_updated_at"]
    #expect(problems(["rename_traits": ["entity_id": "x"]], names).map(\.code) == [.badChoice])
  }

  @Test func `a null dedupe column keeps all rows`() throws {
    #expect(try run(["dedupe_column": nil]).cells.count == 5)
  }

  @Test func `unknown recipes and parameters are mistakes`() {
    let recipe = mistakes("recipe", ["name": "customer_io_identfy"], columns("a"))
    #expect(recipe.map(\.code) == [.unknownRecipe])
    #expect(recipe.first?.hint == "did you mean `customer_io_identify`?")
    let parameter = problems(["entity": "person"], ["entity_type", "user_id", "email"])
    #expect(parameter.map(\.code) == [.unknownParameter])
  }
}
