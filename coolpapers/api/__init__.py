"""REST: the store and the engine as JSON for programs, one file a resource. Reads only."""
