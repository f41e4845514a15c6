k="madeup7f3a9c51d2e84b60";c="madeup51d2e84b607f3a9c"
