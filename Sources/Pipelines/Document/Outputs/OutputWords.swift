import CustomerIO
import StageKit

// The words that a document says about an output are those that `CustomerIO` declares.

extension WireForm: Choice {}
extension MessageLayout.Nulls: Choice {}
extension MessageLayout.Identifier: Choice {}
extension MessageLayout.ObjectTypeKey: Choice {}
