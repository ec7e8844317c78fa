"""Which partition goes to which of several servers, and what would give a home to those without."""
