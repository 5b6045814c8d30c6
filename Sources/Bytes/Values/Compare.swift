import Glibc

/// memcmp, its result widened.
@unsafe
func sluiceCompare(
  _ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, _ count: Int
) -> Int {
  Int(unsafe memcmp(left, right, count))
}
