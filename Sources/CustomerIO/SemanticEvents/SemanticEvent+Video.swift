// Video events: playback, content, ads. No property is required by the vendor's schema.
extension SemanticEvent {
  private static let rolls = ["pre-roll", "mid-roll", "post-roll"]
  private static let playback =
    texts("session_id", "ad_asset_id", "ad_pod_id", "video_player", "quality")
    + [SemanticProperty("ad_type", .text, choices: rolls)]
    + integers("position", "total_length", "bitrate", "framerate", "sound")
    + booleans("full_screen", "ad_enabled", "livestream")
  private static let content =
    texts(
      "session_id", "asset_id", "pod_id", "program", "title", "description", "season", "genre",
      "publisher", "channel", "airdate")
    + integers("position", "total_length", "bitrate", "framerate")
    + booleans("full_episode", "livestream") + arrays("keywords")
  private static let advertisement =
    texts("session_id", "asset_id", "pod_id", "title", "publisher")
    + [
      SemanticProperty("type", .text, choices: rolls),
      SemanticProperty("load_type", .text, choices: ["dynamic", "linear"]),
      SemanticProperty("content", .object),
    ]
    + integers("pod_position", "pod_length", "position", "total_length", "quartile")
  private static let playing = playback + texts("content_asset_id", "content_pod_id")

  static let video: [SemanticEvent] = [
    SemanticEvent(
      "Video Playback Started", .video, playback + arrays("content_asset_ids", "content_pod_ids")),
    SemanticEvent("Video Playback Paused", .video, playing),
    SemanticEvent("Video Playback Interrupted", .video, playing + texts("method")),
    SemanticEvent("Video Playback Buffer Started", .video, playing),
    SemanticEvent("Video Playback Buffer Completed", .video, playing),
    SemanticEvent("Video Playback Seek Started", .video, playing),
    SemanticEvent("Video Playback Seek Completed", .video, playing),
    SemanticEvent("Video Playback Resumed", .video, playing),
    SemanticEvent("Video Playback Completed", .video, playing),
    SemanticEvent("Video Playback Exited", .video, playing),
    SemanticEvent("Video Content Started", .video, content),
    SemanticEvent("Video Content Playing", .video, content),
    SemanticEvent("Video Content Completed", .video, content),
    SemanticEvent("Video Ad Started", .video, advertisement),
    SemanticEvent("Video Ad Playing", .video, advertisement),
    SemanticEvent("Video Ad Completed", .video, advertisement),
    // The only event whose properties are in camelCase.
    SemanticEvent(
      "Video Quality Updated", .video,
      integers("bitrate", "framerate", "droppedFrames") + numbers("startupTime")),
  ]
}
