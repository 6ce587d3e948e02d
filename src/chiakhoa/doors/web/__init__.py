"""Pages: one room a person. Server-rendered, small steps with htmx, everything works with JavaScript off."""
