"""The file (数据库): the gate, the chain, the checks, and what it refuses by itself."""
