"""Sheds (非机动车棚): their counts, their keeping, and what they bring to the house."""
