import Bytes
import Table

/// Numbers the rows of one partition of ``KeyRecords``.
struct PartitionRanking {
  private let records: KeyRecords.Partition
  private let bytes: ByteBuffer
  private let plan: RankPlan
  private var rows: [Int] = []
  /// Where each record's parts begin, and the last ends: one more than there are parts.
  private var bounds: [UInt32] = []
  /// The group of each record.
  private var groups: [Int32] = []
  private var groupSizes: [Int32] = []
  /// `width` numbers a record.
  private var numbers: [UInt32] = []
  private var width: Int { plan.columns.count }

  init(_ records: KeyRecords.Partition, _ plan: RankPlan) {
    self.records = records
    bytes = records.bytes
    self.plan = plan
  }

  mutating func run() {
    group()
    numbers = [UInt32](repeating: 0, count: rows.count * width)
    var members = membersByGroup()
    for (column, function) in plan.columns.enumerated() {
      switch function {
      case .count(let part): count(column, part)
      case .numbering(let style, let order):
        var start = 0
        for size in groupSizes {
          sort(&members, start..<start + Int(size), order)
          number(members, start..<start + Int(size), column, style, order)
          start += Int(size)
        }
      }
    }
  }

  /// Finds the records with equal keys.
  private mutating func group() {
    let bytes = bytes
    let partCount = plan.parts.count
    var table = KeyTable(bytes)
    records.visit { record in
      let (group, isNew) = table.place(of: record)
      if isNew { groupSizes.append(0) }
      groupSizes[group] += 1
      groups.append(Int32(truncatingIfNeeded: group))
      rows.append(record.row)
      var head = record.more.lowerBound
      var bound = UInt32(head + 4 * partCount)
      bounds.append(bound)
      for _ in 0..<partCount {
        bound += bytes.value(UInt32.self, at: head)
        bounds.append(bound)
        head += 4
      }
    }
  }

  /// Records by group, in input order within each (counting sort).
  private func membersByGroup() -> [Int32] {
    var next: [Int32] = []
    next.reserveCapacity(groupSizes.count)
    var start: Int32 = 0
    for size in groupSizes {
      next.append(start)
      start += size
    }
    var members = [Int32](repeating: 0, count: groups.count)
    for (record, group) in groups.enumerated() {
      members[Int(next[Int(group)])] = Int32(truncatingIfNeeded: record)
      next[Int(group)] += 1
    }
    return members
  }

  private mutating func count(_ column: Int, _ part: Int?) {
    var counts = groupSizes
    if let part {
      counts = [Int32](repeating: 0, count: groupSizes.count)
      for (record, group) in groups.enumerated()
      where !self.part(Int32(truncatingIfNeeded: record), part).isEmpty {
        counts[Int(group)] += 1
      }
    }
    for (record, group) in groups.enumerated() {
      numbers[record * width + column] = UInt32(counts[Int(group)])
    }
  }

  /// Sorts one group by an order; equal ones stay in input order.
  private func sort(_ members: inout [Int32], _ group: Range<Int>, _ order: [Int]) {
    if group.count > 32 {
      let sorted = members[group].sorted { precedes($0, $1, order) }
      for (index, record) in zip(group, sorted) { members[index] = record }
      return
    }
    for index in group.dropFirst() {
      let record = members[index]
      var place = index
      while place > group.lowerBound, precedes(record, members[place - 1], order) {
        members[place] = members[place - 1]
        place -= 1
      }
      members[place] = record
    }
  }

  private func precedes(_ left: Int32, _ right: Int32, _ order: [Int]) -> Bool {
    for part in order {
      let found = bytes.compare(self.part(left, part), bytes, self.part(right, part))
      if found != 0 { return found < 0 }
    }
    return left < right
  }

  private mutating func number(
    _ ordered: [Int32], _ group: Range<Int>, _ column: Int, _ style: RankColumns.Style,
    _ order: [Int]
  ) {
    var rank: UInt32 = 0
    var dense: UInt32 = 0
    for place in group {
      let record = ordered[place]
      let position = UInt32(place - group.lowerBound + 1)
      if style != .rowNumber, position == 1 || !isTie(ordered[place - 1], record, order) {
        rank = position
        dense += 1
      }
      let value: UInt32 =
        switch style {
        case .rowNumber: position
        case .rank: rank
        case .denseRank: dense
        }
      numbers[Int(record) * width + column] = value
    }
  }

  private func isTie(_ left: Int32, _ right: Int32, _ order: [Int]) -> Bool {
    order.allSatisfy { bytes.equals(part(left, $0), bytes, part(right, $0)) }
  }

  private func part(_ record: Int32, _ part: Int) -> Range<Int> {
    let first = Int(record) * (plan.parts.count + 1) + part
    return Int(bounds[first])..<Int(bounds[first + 1])
  }

  /// Deals the numbers out by the frames that their rows stand in: row u64 and a u32 a column.
  func write(to set: PartitionSet, _ ranges: FrameRanges) throws(Problem) {
    let block = ByteBuffer(capacity: 16 * 1024)
    var range = 0
    for record in rows.indices {
      let home = ranges.range(of: rows[record], from: range)
      if home != range || block.count >= 16 * 1024 {
        if block.count > 0 { try set.append(block, order: 0, to: range) }
        block.removeAll()
        range = home
      }
      block.append(value: UInt64(rows[record]))
      for column in 0..<width { block.append(value: numbers[record * width + column]) }
    }
    if block.count > 0 { try set.append(block, order: 0, to: range) }
  }
}
