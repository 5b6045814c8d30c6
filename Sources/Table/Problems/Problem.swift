/// Anything that goes wrong, from a bad option to a bad cell, said once and in one form.
///
/// Whether it stops the run, rejects a row or only warns is decided by policy, in `Pipelines`; how it is
/// worded for people is decided in ``Problem/rendered``.
public struct Problem: Error, Sendable, Equatable {
  public var code: ProblemCode
  /// One sentence without a full stop: what was expected and what was found.
  public var message: String
  public var place: Place?
  /// The line of text that `place` points at.
  public var excerpt: String?
  /// How to mend it.
  public var hint: String?

  public init(
    _ code: ProblemCode, _ message: String, at place: Place? = nil, excerpt: String? = nil,
    hint: String? = nil
  ) {
    self.code = code
    self.message = message
    self.place = place
    self.excerpt = excerpt
    self.hint = hint
  }
}

/// Several problems found together; at least one.
public struct Problems: Error, Sendable {
  public var all: [Problem]

  public init(_ all: [Problem]) { self.all = all }
  public init(_ one: Problem) { all = [one] }
}

/// Where something stands in a file: byte offsets count from 0, lines, columns and records from 1.
public struct Place: Sendable, Equatable, Hashable {
  public var file: String
  public var line: Int?
  /// In bytes.
  public var column: Int?
  /// In the decompressed bytes.
  public var offset: Int?
  public var record: Int?
  /// The name of the column of data.
  public var field: String?

  public init(
    file: String, line: Int? = nil, column: Int? = nil, offset: Int? = nil, record: Int? = nil,
    field: String? = nil
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.offset = offset
    self.record = record
    self.field = field
  }
}
