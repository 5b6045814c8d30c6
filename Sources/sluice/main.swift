import Bytes
import CommandKit
import Glibc

keepFreedMemory(upTo: 6 << 20)
exit(Console.perform(Array(CommandLine.arguments.dropFirst())).rawValue)
