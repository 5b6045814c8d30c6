import CommandKit
import Glibc

exit(Console.perform(Array(CommandLine.arguments.dropFirst())).rawValue)
