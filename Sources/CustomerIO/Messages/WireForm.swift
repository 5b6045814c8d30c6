/// How messages are written, by the interface that takes them in.
public enum WireForm: String, Sendable, CaseIterable, Hashable {
  /// Messages of the Data Pipelines API, one JSON object a line.
  case pipelines
  /// Operations of the Track API v2, one JSON object a line.
  case track
  /// The flat table that Customer.io's Reverse ETL reads, as NDJSON or CSV.
  case reverseETL = "reverse_etl"
  /// The CSV file that Customer.io's import takes.
  case csvImport = "csv_import"

  /// How moments are written; dates stay dates but where only Unix seconds are understood.
  public var timeForm: TimeForm {
    switch self {
    case .pipelines: .iso8601
    case .reverseETL: .snowflake
    case .track, .csvImport: .unixSeconds
    }
  }

  /// The written form of a moment.
  public enum TimeForm: Sendable {
    /// `2025-01-15T10:30:00.123Z`
    case iso8601
    /// `2025-01-15 10:30:00.123`
    case snowflake
    case unixSeconds
  }
}
