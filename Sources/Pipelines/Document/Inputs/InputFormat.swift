import StageKit

/// How the records of a file are written.
public enum InputFormat: String, Choice {
  case csv, ndjson
}
