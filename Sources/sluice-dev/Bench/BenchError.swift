/// A benchmark whose kernel and twin disagree, or that could not run.
struct BenchError: Error {
  let message: String
}
