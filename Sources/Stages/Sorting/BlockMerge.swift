import Table

/// Rows picked from several blocks, on their way to one batch.
struct BlockMerge: Sendable {
  private var blocks: [Batch] = []
  /// The rows taken of each block, in its order.
  private var taken: [[UInt32]] = []
  /// The block of each row of the batch.
  private var sources: [UInt32] = []

  var rowCount: Int { sources.count }

  mutating func add(_ block: Batch) -> Int {
    blocks.append(block)
    taken.append([])
    return blocks.count - 1
  }

  mutating func take(_ row: Int, of source: Int) {
    taken[source].append(UInt32(truncatingIfNeeded: row))
    sources.append(UInt32(truncatingIfNeeded: source))
  }

  /// The rows in the order they were taken: block after block, then each in its place.
  var batch: Batch {
    var next: [UInt32] = []
    var total: UInt32 = 0
    for rows in taken {
      next.append(total)
      total += UInt32(rows.count)
    }
    var places: [UInt32] = []
    places.reserveCapacity(sources.count)
    for source in sources {
      places.append(next[Int(source)])
      next[Int(source)] += 1
    }
    var origins: [Origin] = []
    for (block, rows) in zip(blocks, taken) { origins += rows.map { block.origins[Int($0)] } }
    let columns = (blocks.first?.columns ?? []).indices.map { index in
      var builder = ColumnBuilder(blocks[0].columns[index].type)
      for (block, rows) in zip(blocks, taken) {
        builder.append(block.columns[index].gathered(rows), rows: rows.count)
      }
      return builder.finished.gathered(places)
    }
    return Batch(
      rowCount: rowCount, columns: columns, origins: places.map { origins[Int($0)] })
  }
}
