import Table

/// What a function does with whole columns of arguments.
struct FunctionKernel: Sendable {
  typealias Body =
    @Sendable (_ arguments: [Column], _ count: Int, _ problems: inout [RowProblem]) -> Column

  let name: String
  let body: Body

  func evaluate(_ arguments: [Column], _ count: Int, _ problems: inout [RowProblem]) -> Column {
    body(arguments, count, &problems)
  }
}
