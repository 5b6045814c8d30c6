import CSluice
import Glibc

/// The most bytes of memory that the process has held at once, as the kernel counts them.
public var peakMemory: Int {
  var usage = rusage()
  // SAFETY: the call fills the struct that it is lent; it cannot fail for the process itself.
  unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  return usage.ru_maxrss * 1024
}

/// The bytes of memory that the process holds now; 0 where the kernel does not tell.
public var residentMemory: Int {
  guard
    let file = try? Descriptor(opening: "/proc/self/statm", flags: O_RDONLY, as: .open)
  else { return 0 }
  var text = [UInt8](repeating: 0, count: 128)
  let count =
    unsafe text.withUnsafeMutableBytes { space in
      // SAFETY: the call fills the space that it is lent.
      unsafe try? file.read(into: space, path: "/proc/self/statm")
    } ?? 0
  // Pages of the address space, then those in memory.
  let pages = text.prefix(count).split(separator: 0x20).dropFirst().first ?? []
  return pages.reduce(0) { $0 * 10 + Int($1 &- 0x30) } * Int(sysconf(Int32(_SC_PAGESIZE)))
}

/// Lets the allocator keep freed memory for the next chunk, rather than have the kernel map and zero it anew each time.
///
/// To be called once, before anything large is allocated.
///
/// - Parameter bytes: the most that a heap keeps; there is one for about every thread.
public func keepFreedMemory(upTo bytes: Int32) { sluice_keep_memory(bytes) }
