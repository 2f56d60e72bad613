"""What use cases ask of storage, one module a noun; `transaction` has them all."""
