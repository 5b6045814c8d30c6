/// All functions, one line a family; the reference page and the binder read this list.
public enum FunctionCatalog {
  public static let functions: [FunctionSpec] =
    CaseFunctions.all
    + TrimFunctions.all
    + TextFunctions.all
    + SearchFunctions.all
    + ChoiceFunctions.all
    + NumberFunctions.all
    + TimeFunctions.all
    + DigestFunctions.all

  private static let byName = Dictionary(
    functions.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  static func function(named name: String) -> FunctionSpec? { byName[name] }
}
