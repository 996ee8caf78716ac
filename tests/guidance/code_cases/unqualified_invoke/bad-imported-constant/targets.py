INVENTORY = "inventory-service"
SHIPPING = "shipping-service:live"
