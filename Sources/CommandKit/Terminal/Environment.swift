/// The environment the process was started with.
public enum Environment {
  /// The value of a variable; nil when it is not set, empty when it is set to nothing.
  public static func value(_ name: String) -> String? { SystemCall.environmentValue(name) }
}
