/// The words under `output:` that say what a row becomes.
public enum OutputKind {
  /// The message kinds, then `rows` for a plain table.
  public static let names = [
    "identify", "track", "page", "screen", "group", "alias", "delete_person", "suppress",
    "unsuppress", "delete_object", "delete_relationship", "device", "delete_device", "rows",
  ]
}
