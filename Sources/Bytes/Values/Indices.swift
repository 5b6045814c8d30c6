/// The positions of the ones in an array of zeros and ones, ascending.
public func indices(ofOnes marks: [UInt8]) -> [UInt32] {
  unsafe [UInt32](unsafeUninitializedCapacity: marks.count) { free, count in
    var next = 0
    for index in marks.indices {
      // SAFETY: next never passes index, which is below the capacity; written always, kept if marked.
      unsafe free.baseAddress.unsafelyUnwrapped[next] = UInt32(truncatingIfNeeded: index)
      next &+= Int(marks[index] & 1)
    }
    count = next
  }
}
