"""What claimed notices are about, read when they are sent."""
