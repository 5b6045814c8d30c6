import StageKit

/// What becomes of a trait that is null.
public enum NullPolicy: String, Choice {
  /// It is left out, so what is known stays.
  case omit
  /// It is sent as null, which clears the attribute.
  case clear
}
