"""The rules: values in, outcomes out. Standard library only; no input or output, no clock."""
