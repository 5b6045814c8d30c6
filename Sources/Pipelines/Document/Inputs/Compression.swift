import StageKit

/// Whether a file's bytes are compressed.
public enum Compression: String, Choice {
  /// The first bytes decide.
  case auto
  case none
  case gzip
}
