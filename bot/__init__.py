"""The door: Teams, HTTP, settings, the clock and the wiring. Only this room knows the SDK."""
