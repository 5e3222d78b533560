"""Repair fund (维修资金): the projects with their papers, votes and money, and the accounts."""
