import Bytes
import CustomerIO

// Devices: an operation of Track has one in `device`, an event of Pipelines in `context.device`.
extension ChunkCheck {
  /// What an interface calls the members of a device, and where they stand.
  struct DeviceNames {
    let path: String
    let token: [UInt8]
    let platform: [UInt8]

    private init(_ path: String, platform: String) {
      self.path = path
      token = Array("token".utf8)
      self.platform = Array(platform.utf8)
    }

    static let track = DeviceNames("", platform: "platform")
    static let pipelines = DeviceNames("context.device.", platform: "type")

    func field(_ key: [UInt8]) -> String { path + String(decoding: key, as: UTF8.self) }
  }

  private static let attributesKey = Array("attributes".utf8)
  private static let deviceKey = Array("device".utf8)

  /// Tests the device that an event of Pipelines creates, updates or deletes.
  mutating func deviceEvent(_ context: FieldCells, _ row: Int) {
    var device: Range<Int>?
    if let object = context.object(row) {
      var cursor = MemberCursor(object)
      while let member = cursor.member(in: buffer.bytes) {
        let isDevice = matches(buffer.bytes.extracting(member.key), ChunkCheck.deviceKey)
        if isDevice, member.first == 0x7b { device = member.value }
      }
    }
    self.device(device, row, .pipelines, needsPlatform: false)
  }

  /// Tests a device: its token, its platform and its attributes.
  mutating func device(
    _ object: Range<Int>?, _ row: Int, _ names: DeviceNames, needsPlatform: Bool
  ) {
    let buffer = buffer
    let bytes = buffer.bytes
    var hasToken = false
    var hasPlatform = false
    var cursor = object.map { MemberCursor($0) }
    while let member = cursor?.member(in: bytes) {
      let key = bytes.extracting(member.key)
      let value = ChunkCheck.inner(member)
      if matches(key, names.token) {
        hasToken = value.count > 0 && member.first != 0x6e
      } else if matches(key, names.platform), member.first != 0x6e {
        hasPlatform = true
        let text = buffer.text(Slice(start: value.lowerBound, length: min(value.count, 60)))
        guard text != "ios", text != "android" else { continue }
        let field = names.field(names.platform)
        broke(
          .platform, row, field, at: member.value.lowerBound,
          "\(field) is \"\(text)\"; expected ios or android")
      } else if names.path.isEmpty, matches(key, ChunkCheck.attributesKey), member.first == 0x7b {
        _ = walk(member.value, row, .device, .device)
      }
    }
    if !hasToken { missing([names.field(names.token)], row) }
    if needsPlatform, !hasPlatform { missing([names.field(names.platform)], row) }
  }
}
