"""Places (社区、小区、楼栋) as they are entered and changed: the community's facts, estates, bodies."""
