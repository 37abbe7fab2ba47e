"""Pages and feeds: the reader's address → store and engine → HTML or Atom, whole without scripts."""
