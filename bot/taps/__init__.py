"""Every tap there is, one class a meaning and one module a noun."""
