"""What the community's words mean and when the answer is no. Standard library only."""
