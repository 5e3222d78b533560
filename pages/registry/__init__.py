"""The registry's screens (底册): a building as the picture of its floors, a flat with its people."""
