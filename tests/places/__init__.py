"""Places (社区和小区): what is entered before anything else."""
