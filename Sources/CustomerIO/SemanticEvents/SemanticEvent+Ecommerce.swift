// E-commerce events. No property is required by the vendor's schema.
extension SemanticEvent {
  private static let product =
    texts("product_id", "sku", "category", "name", "brand", "variant", "coupon", "url", "image_url")
    + numbers("price", "position") + integers("quantity")
  private static let sharedProduct =
    texts("product_id", "sku", "category", "name", "brand", "variant", "url", "image_url")
    + numbers("price")
  private static let valued = product + texts("currency") + numbers("value")
  private static let checkout =
    texts("order_id", "affiliation", "coupon", "currency")
    + numbers("revenue", "shipping", "tax", "discount") + arrays("products")
  private static let step =
    texts("checkout_id", "shipping_method", "payment_method") + integers("step")
  private static let promotion = texts("promotion_id", "creative", "name", "position")
  private static let order = checkout + texts("checkout_id") + numbers("subtotal", "total")
  private static let wishlist = product + texts("wishlist_id", "wishlist_name")
  private static let coupon =
    texts("order_id", "cart_id", "coupon_id", "coupon_name") + numbers("discount")

  static let ecommerce: [SemanticEvent] = [
    SemanticEvent("Products Searched", .ecommerce, texts("query")),
    SemanticEvent(
      "Product List Viewed", .ecommerce, texts("list_id", "category") + arrays("products")),
    SemanticEvent(
      "Product List Filtered", .ecommerce,
      texts("list_id", "category") + arrays("products", "filters", "sorts")),
    SemanticEvent("Promotion Viewed", .ecommerce, promotion),
    SemanticEvent("Promotion Clicked", .ecommerce, promotion),
    SemanticEvent("Product Clicked", .ecommerce, valued),
    SemanticEvent("Product Viewed", .ecommerce, valued),
    SemanticEvent("Product Added", .ecommerce, product + texts("cart_id")),
    SemanticEvent("Product Removed", .ecommerce, product + texts("cart_id")),
    SemanticEvent("Cart Viewed", .ecommerce, texts("cart_id") + arrays("products")),
    SemanticEvent("Checkout Started", .ecommerce, checkout + numbers("value")),
    SemanticEvent("Checkout Step Viewed", .ecommerce, step),
    SemanticEvent("Checkout Step Completed", .ecommerce, step),
    SemanticEvent(
      "Payment Info Entered", .ecommerce, step + texts("order_id"),
      alsoKnownAs: ["Payment Info Updated"]),
    SemanticEvent("Order Updated", .ecommerce, checkout),
    SemanticEvent("Order Completed", .ecommerce, order),
    SemanticEvent("Order Refunded", .ecommerce, order),
    SemanticEvent("Order Cancelled", .ecommerce, checkout + texts("cart_id") + numbers("total")),
    SemanticEvent("Coupon Entered", .ecommerce, texts("order_id", "cart_id", "coupon_id")),
    SemanticEvent("Coupon Applied", .ecommerce, coupon),
    SemanticEvent(
      "Coupon Denied", .ecommerce,
      texts("order_id", "cart_id", "coupon_id", "coupon_name", "reason")),
    SemanticEvent("Coupon Removed", .ecommerce, coupon),
    SemanticEvent("Product Added to Wishlist", .ecommerce, wishlist),
    SemanticEvent("Product Removed from Wishlist", .ecommerce, wishlist),
    SemanticEvent(
      "Wishlisted Item Added to Cart", .ecommerce, wishlist + texts("cart_id"),
      alsoKnownAs: ["Wishlist Product Added to Cart"]),
    SemanticEvent(
      "Product Shared", .ecommerce, sharedProduct + texts("share_via", "share_message", "recipient")
    ),
    SemanticEvent(
      "Cart Shared", .ecommerce,
      texts("share_via", "share_message", "recipient", "cart_id") + arrays("products")),
    SemanticEvent(
      "Product Reviewed", .ecommerce,
      texts("product_id", "review_id", "review_body") + integers("rating")),
  ]
}
