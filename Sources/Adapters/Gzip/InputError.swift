import Bytes

/// An input file that cannot be read to its end, and where in the compressed bytes that showed.
public struct InputError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong with the file.
  public enum Kind: Equatable, Sendable {
    /// The file ends inside of a gzip header, its data or its trailer.
    case truncated
    /// A gzip header or its deflate data breaks the format (RFC 1952, RFC 1951).
    case corrupt
    /// The decompressed bytes are not those that were compressed.
    case crcMismatch
    /// The decompressed byte count is not the one in the trailer.
    case lengthMismatch
    /// After the last member comes something other than zero padding or another member.
    case trailingGarbage
    case io(FileError)
  }

  public let kind: Kind
  public let path: String
  /// 0-based byte in the file as it lies on disk.
  public let offset: Int
  /// 1-based member of the gzip file; 0 for a file that is not compressed.
  public let member: Int
  /// What was expected and what was found.
  public let message: String

  public init(kind: Kind, path: String, offset: Int, member: Int, message: String) {
    self.kind = kind
    self.path = path
    self.offset = offset
    self.member = member
    self.message = message
  }

  /// Whether what was read before is what was written; where the data itself is damaged, nobody knows from where on.
  public var leavesSoundBytes: Bool {
    switch kind {
    case .truncated, .trailingGarbage, .io: true
    case .corrupt, .crcMismatch, .lengthMismatch: false
    }
  }

  public var description: String {
    if case .io(let cause) = kind { return cause.description }
    return "\(path): \(message) (gzip member \(member), at compressed byte \(offset))"
  }
}
