"""The screens of places (社区和小区): the community's facts, estates and buildings, organisations."""
