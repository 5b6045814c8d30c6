import Adapters
import Bytes
import Table

/// `md5`, `sha1`, `sha256`, `nexus_id`.
enum DigestFunctions {
  static let all = [
    digest("md5", .md5, "900150983cd24fb0d6963f7d28e17f72"),
    digest("sha1", .sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
    digest(
      "sha256", .sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    FunctionSpec(
      "nexus_id", "nexus_id('type', value, …)",
      "dbt-nexus's create_nexus_id: its prefix, an underscore, and the md5 of the values joined by `-`.",
      sql: "create_nexus_id(type, [values])",
      nulls: "a null value counts as `_dbt_utils_surrogate_key_null_`; never null",
      examples: [
        (
          "nexus_id('relationship', 'per_a', 'grp_b', 'membership')",
          "rel_de130f2142348c1aeff3d6623e0e8728"
        ),
        ("nexus_id('event', 42, null)", "evt_e61eb73c8ac50c521c4e951d601b8a02"),
      ], [.text, .any], rest: .any
    ) { arguments, binder, call in
      guard case .text(let type) = arguments[0].literal else {
        return binder.fail(
          .wrongArguments, "the first argument of `nexus_id` has to be a 'text'", call)
      }
      let prefix = NexusPrefix.prefix(of: type)
      let kernel = FunctionKernel(name: "nexus_id") { columns, count, _ in
        nexus(prefix, columns.map { $0.nexusTexts(count) }, count)
      }
      return TypedKernel(.string, .function(kernel, arguments.dropFirst().map(\.kernel)))
    },
  ]

  private static func digest(
    _ name: String, _ algorithm: Digest.Algorithm, _ example: String
  ) -> FunctionSpec {
    FunctionSpec(
      name, "\(name)(text)", "The \(name) of the text's UTF-8 bytes, in lower-case hexadecimal.",
      examples: [("\(name)('abc')", example)], [.text], gives: .string
    ) { arguments, count, _ in
      let (buffer, slices) = arguments[0].texts(count)
      let result = ByteBuffer(capacity: count * 2 * algorithm.bytes)
      let found = Digest.hexDigests(of: slices, in: buffer, algorithm: algorithm, into: result)
      return Column(.string, .text(result, found))
    }
  }

  private static func nexus(
    _ prefix: String, _ parts: [(buffer: ByteBuffer, slices: [Slice])], _ count: Int
  ) -> Column {
    let keys = ByteBuffer(capacity: count * 64)
    var slices: [Slice] = []
    for row in 0..<count {
      let start = keys.count
      for (index, part) in parts.enumerated() {
        if index > 0 { keys.append(0x2d) }
        if part.slices[row].isPresent {
          keys.append(part.slices[row], of: part.buffer)
        } else {
          keys.append("_dbt_utils_surrogate_key_null_")
        }
      }
      slices.append(Slice(start: start, length: keys.count - start))
    }
    let hashes = ByteBuffer(capacity: count * 32)
    let digests = Digest.hexDigests(of: slices, in: keys, algorithm: .md5, into: hashes)
    let result = ByteBuffer(capacity: count * 40)
    let texts = digests.map { digest in
      let start = result.count
      result.append(prefix)
      result.append(0x5f)
      result.append(digest, of: hashes)
      return Slice(start: start, length: result.count - start)
    }
    return Column(.string, .text(result, texts))
  }
}

extension Column {
  /// Texts as the warehouse casts them: times as `YYYY-MM-DD HH:MM:SS.mmm`.
  fileprivate func nexusTexts(_ count: Int) -> (buffer: ByteBuffer, slices: [Slice]) {
    guard case .instants(let instants) = spread(count).values else { return texts(count) }
    let buffer = ByteBuffer(capacity: count * 24)
    let slices = instants.map { instant in
      guard instant.isPresent else { return Slice.null }
      let start = buffer.count
      buffer.append(snowflake: instant)
      return Slice(start: start, length: buffer.count - start)
    }
    return (buffer, slices)
  }
}

/// The prefixes of dbt-nexus's ids; a type that is not listed takes its first three letters.
enum NexusPrefix {
  private static let known = [
    "event": "evt", "person": "per", "group": "grp", "membership": "mem", "relationship": "rel",
    "state": "st", "entity_state": "es", "person_identifier": "per_idfr",
    "group_identifier": "grp_idfr", "entity_identifier": "ent_idfr", "person_trait": "per_tr",
    "group_trait": "grp_tr", "entity_trait": "ent_tr", "relationship_declaration": "rel_decl",
    "person_edge": "per_edg", "group_edge": "grp_edg", "entity_edge": "ent_edg",
    "person_participant": "per_prt", "group_participant": "grp_prt", "nexus": "nx",
    "touchpoint": "tch", "attribution_deduplication_key": "att_dedup",
    "touchpoint_path": "tch_path", "touchpoint_path_batch": "tch_batch",
    "attribution_model_result": "attr_res", "event_measurement": "evt_msr",
    "event_dimension": "evt_dim", "anomaly": "anom", "computed_trait": "ct", "scope": "scp",
    "auth_identity": "auth",
  ]

  static func prefix(of type: String) -> String { known[type] ?? String(type.prefix(3)) }
}
