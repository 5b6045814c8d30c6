// Events that Customer.io itself acts upon, and its reports. Source: components of the Pipelines OpenAPI file.
extension SemanticEvent {
  /// Every semantic event, family by family.
  public static let all: [SemanticEvent] =
    customerIO + ecommerce + video + mobile + email + liveChat + experiments

  static let customerIO: [SemanticEvent] = [
    SemanticEvent("User Deleted", .people, mistakenlyCalled: ["Delete Person", "Person Deleted"]),
    SemanticEvent(
      "User Suppressed", .people, mistakenlyCalled: ["Suppress Person", "Person Suppressed"]),
    SemanticEvent(
      "User Unsuppressed", .people, mistakenlyCalled: ["Unsuppress Person", "Person Unsuppressed"]),
    // The schema requires only `properties`; without an objectId there is nothing to delete.
    SemanticEvent(
      "Object Deleted", .objects,
      [
        SemanticProperty("objectId", .text, isRequired: true),
        SemanticProperty("objectTypeId", .textOrInteger),
      ], mistakenlyCalled: ["Delete Object", "Group Deleted"]),
    SemanticEvent(
      "Relationship Deleted", .objects,
      [
        SemanticProperty("objectId", .text, isRequired: true),
        SemanticProperty("objectTypeId", .textOrInteger),
      ], mistakenlyCalled: ["Delete Relationship"]),
    SemanticEvent(
      "Device Created or Updated", .devices,
      mistakenlyCalled: ["Device Created", "Device Updated", "Create or Update Device"]),
    SemanticEvent("Device Deleted", .devices, mistakenlyCalled: ["Delete Device"]),
    SemanticEvent(
      "Report Delivery Event", .reports,
      [
        SemanticProperty("deliveryId", .text),
        SemanticProperty(
          "metric", .text,
          choices: [
            "delivered", "clicked", "converted", "opened", "bounced", "deferred", "dropped",
            "spammed",
          ]),
        SemanticProperty("recipient", .text),
        SemanticProperty("reason", .text),
        SemanticProperty("href", .text),
        SemanticProperty("actionValue", .text),
        SemanticProperty("actionName", .text),
      ]),
    // The schema requires an `activityType` that it does not define; the property is `actionType`.
    SemanticEvent(
      "Report Content Event", .reports,
      [
        SemanticProperty("actionType", .text, choices: ["viewed_content", "clicked_content"]),
        SemanticProperty("contentId", .integer),
        SemanticProperty("templateId", .integer),
      ]),
  ]

  static let mobile: [SemanticEvent] = [
    SemanticEvent("Application Installed", .mobile, texts("version", "build")),
    SemanticEvent(
      "Application Updated", .mobile,
      texts("previous_version", "previous_build", "version", "build")),
    SemanticEvent(
      "Application Opened", .mobile,
      [SemanticProperty("from_background", .boolean)] + texts("url", "version", "build")),
    SemanticEvent("Application Backgrounded", .mobile),
    SemanticEvent("Application Foregrounded", .mobile),
    SemanticEvent("Application Crashed", .mobile),
    SemanticEvent("Application Uninstalled", .mobile),
    SemanticEvent(
      "Geofence Transition", .mobile,
      texts("geofenceId", "geofenceName", "geosetId", "transitionId") + [
        SemanticProperty("metadata", .object),
        SemanticProperty("transition", .text, choices: ["enter", "exit"]),
      ]),
  ]

  private static let mail =
    [SemanticProperty("email_id", .text, isRequired: true)]
    + texts("email_subject", "campaign_id", "campaign_name")

  static let email: [SemanticEvent] = [
    SemanticEvent("Email Delivered", .email, mail),
    SemanticEvent("Email Opened", .email, mail),
    SemanticEvent("Email Bounced", .email, mail),
    SemanticEvent("Email Marked as Spam", .email, mail),
    SemanticEvent("Email Link Clicked", .email, mail + texts("link_id", "link_url")),
    SemanticEvent("Email Unsubscribed", .email, mail + texts("list_id", "list_name")),
  ]

  private static let chat =
    texts("agent_id", "agent_name", "agent_username", "conversation_id", "message_id") + [
      SemanticProperty("conversation_duration", .integer)
    ]

  static let liveChat: [SemanticEvent] = [
    SemanticEvent("Live Chat Conversation Started", .liveChat, chat),
    SemanticEvent("Live Chat Conversation Ended", .liveChat, chat),
    SemanticEvent("Live Chat Message Sent", .liveChat, chat),
    SemanticEvent("Live Chat Message Received", .liveChat, chat),
  ]

  // Prose says variant_id and variant_name; the schema's names stand here, both are texts.
  static let experiments: [SemanticEvent] = [
    SemanticEvent(
      "Experiment Viewed", .experiments,
      texts(
        "experiment_id", "experiment_name", "variation_id", "variation_name", "variant_id",
        "variant_name"))
  ]

  static func texts(_ names: String...) -> [SemanticProperty] {
    names.map { SemanticProperty($0, .text) }
  }

  static func numbers(_ names: String...) -> [SemanticProperty] {
    names.map { SemanticProperty($0, .number) }
  }

  static func integers(_ names: String...) -> [SemanticProperty] {
    names.map { SemanticProperty($0, .integer) }
  }

  static func booleans(_ names: String...) -> [SemanticProperty] {
    names.map { SemanticProperty($0, .boolean) }
  }

  static func arrays(_ names: String...) -> [SemanticProperty] {
    names.map { SemanticProperty($0, .array) }
  }
}
