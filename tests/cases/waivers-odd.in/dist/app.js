k="madeup7f3a9c51d2e84b60"
