/// Where in CSV a backslash takes the meaning from the byte behind it.
public enum CSVBackslash: Sendable {
  case none
  /// Spark: before a quote or a backslash.
  case withinQuotes
  /// Redshift's UNLOAD … ESCAPE: also before a delimiter or a line break, quoted or not.
  case everywhere
}
