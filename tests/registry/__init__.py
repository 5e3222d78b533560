"""The registry (底册): what is in it, who may change it, and what stays of what was there before."""
