"""Where metadata comes from; every source yields pages of raw records."""
