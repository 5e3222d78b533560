"""The door (登录): sessions, passwords, strangers, and files on their way out."""
