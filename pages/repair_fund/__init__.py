"""维修资金 repair fund: the projects, one project, and the accounts of the households."""
