"""导入名单: what is brought, what it would change, and what was brought before."""
