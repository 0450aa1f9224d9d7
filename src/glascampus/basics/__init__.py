"""Words that everyone shares: reason, text, money, period, source, clock. No Django here."""
