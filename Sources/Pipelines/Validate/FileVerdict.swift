import Table

/// What was found out about one file.
public struct FileVerdict: Sendable {
  public let path: String
  public let subject: Subject
  /// Records read, those that could not be cut into fields included.
  public var rows = 0
  /// Rows with at least one error of their own.
  public var badRows = 0
  /// Decompressed.
  public var bytes = 0
  /// Of the columns of a table, or of the attributes that messages were met with.
  public var columns: [ColumnProfile] = []
  public var times = TimeHistogram()

  init(path: String, subject: Subject) {
    self.path = path
    self.subject = subject
  }

  mutating func add(_ check: ChunkCheck) {
    times.add(check.times)
    if columns.isEmpty, !subject.isTyped {
      columns = check.columns
    } else if !subject.isTyped {
      for index in columns.indices { columns[index].add(check.columns[index]) }
    }
    guard subject.isTyped else { return }
    for memory in check.attributes {
      for known in memory.known {
        if let at = columns.firstIndex(where: { $0.name == known.profile.name }) {
          columns[at].add(known.profile)
        } else if columns.count < AttributeMemory.longest {
          columns.append(known.profile)
        }
      }
    }
  }
}
