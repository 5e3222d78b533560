"""维修资金: projects, votes, money, accounts and papers."""
