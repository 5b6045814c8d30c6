import Table

/// Keeps the room until the language lands.
public struct BoundExpression: Sendable {}
