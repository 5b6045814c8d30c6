import CustomerIO
import StageKit

// The words that CustomerIO gives its choices are the words of the document.
extension WireForm: Choice {}
extension MessageLayout.Nulls: Choice {}
extension MessageLayout.Identifier: Choice {}
extension MessageLayout.ObjectTypeKey: Choice {}

/// The words under `output:` that say what a row becomes.
public enum OutputKind {
  public static let names = MessageKind.allCases.map(\.rawValue)
}
