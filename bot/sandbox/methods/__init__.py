"""What bots can ask for: one module a noun, one function a method."""
