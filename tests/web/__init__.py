"""The pages and feeds, over a small world of invented papers, a real store and a real engine."""
