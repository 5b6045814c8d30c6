import Bytes
import Formats
import Table

/// How a run goes about its work; nothing here changes the bytes that come out.
public struct RunSettings: Sendable {
  /// Threads that read, transform and write.
  public var threads = 2
  /// Bytes that blocking stages may hold together.
  public var memory = 256 << 20
  /// The folder for spill files.
  public var scratch = ScratchFile.defaultFolder
  public var reader = ReaderSettings()
  /// Rows of the main input that are used; all without it.
  public var limit: Int?
  /// Whether it is taken down what each step takes.
  public var isProfiled = false
  /// Everything but publishing.
  public var isDryRun = false
  /// Told now and then how far the run is.
  public var progress: @Sendable (RunProgress) -> Void = { _ in }
  /// Asked now and then whether to stop.
  public var isCancelled: @Sendable () -> Bool = { false }

  /// Those that the plan was made with.
  var files: any InputFiles = SystemFiles()

  public init() {}

  /// Ends a run that was asked to stop.
  func stopIfCancelled() throws(Problem) {
    if isCancelled() { throw Problem(.interrupted, "interrupted; nothing was published") }
  }
}

/// How far a run is.
public struct RunProgress: Sendable {
  public var pipeline: String
  /// Rows read, of all inputs.
  public var rows = 0
  /// Bytes read of the files as they lie on disk.
  public var bytes = 0
  /// All bytes that will be read; 0 when unknown.
  public var totalBytes = 0
}
