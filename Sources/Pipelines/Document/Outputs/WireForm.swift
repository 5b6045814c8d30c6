import StageKit

/// In which of Customer.io's written forms messages leave.
public enum WireForm: String, Choice {
  /// Data Pipelines messages, one JSON object a line.
  case pipelines
  /// Track API v2 operations, one JSON object a line.
  case track
  /// The flat columns that a Reverse ETL sync reads.
  case reverseETL = "reverse_etl"
  /// The columns that a CSV import takes.
  case csvImport = "csv_import"
}
